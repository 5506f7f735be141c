"""Who gets which answer at which address, proved over HTTP: every address of the resolver, every role.

The tables below are the whole of it; an address that is in none of them fails the first test.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from unittest import mock
from urllib.parse import urljoin, urlsplit

import pytest
from allauth.account.views import LoginView, LogoutView
from django.apps import apps
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from simpul.actions.accounts import change_password, create_account
from simpul.actions.benefits import record_benefit
from simpul.actions.catalogue import comment_sheet, propose_alignment
from simpul.actions.catalogue.codes import Release
from simpul.actions.directory import add_person, add_post, designate, end_designation, hold_post
from simpul.actions.files import TABLES, HeldFile, hold_file, keep_file
from simpul.actions.free_days import add_free_day
from simpul.actions.lists import keep_filter
from simpul.actions.progress import compute_results
from simpul.actions.reporting import add_evidence, check_import, extend, record_papers, reopen, submit
from simpul.actions.reporting.deliveries import DrawnPaper, record_delivery
from simpul.actions.reporting.imports import Incoming
from simpul.actions.requests import NewItem, register_request, split_request
from simpul.core.benefits import Said
from simpul.core.bulk import Deed, Line, digest
from simpul.core.entries import FigureKey
from simpul.core.permissions import Role
from simpul.core.validation import Entry as Row
from simpul.doors.exchange.codes import bring_codes
from simpul.records.models import (
    Alignment,
    AuditEntry,
    Benefit,
    CodeImport,
    CodeList,
    ContentEntry,
    Delivery,
    DeliveryFile,
    Designation,
    Entry,
    FreeDay,
    ImportBatch,
    Observation,
    Paper,
    PostHolding,
    Request,
    Responsibility,
    SavedFilter,
    SheetComment,
    SheetTask,
    StoredFile,
    User,
)
from tests.actions.test_finalisation import called, proposed, sheet_task
from tests.doors.desk.work_round import cleared_by, client_of, figure_of, fill_health, on, task_of
from tests.doors.exchange.form_samples import docx, tbl, tc, tr
from tests.guard import behind_its_back
from tests.remembered import made_once
from tests.request_work import Standing, standing
from tests.world import PASSWORD, ROOT, World, make_world, moment, with_lives

pytestmark = pytest.mark.django_db

# --- the tables ---------------------------------------------------------------------------------------------------

#: Column -> key of `tests/world.py`. `othr` is another office's focal point, `none` a person without designations.
PEOPLE = {
    "anon": None,
    "prod": "producer",
    "stew": "steward",
    "focl": "focal",
    "sign": "signer",
    "coor": "coordinator",
    "secr": "secretariat",
    "soca": "soca",
    "audi": "auditor",
    "admn": "admin",
    "othr": "other_focal",
    "none": "nobody",
}

#: What GET answers. Where an address names a task, file, upload, figure, sheet or benefit record, it is of SOMHD at
#: the office of prod, stew, focl and sign; the kept filter is prod's, shared with that office.
#: ok 200 - in 302 to signing in - go 302 elsewhere - 401 - 404 - 405 only takes forms.
GET = """
address                       anon prod stew focl sign coor secr soca audi admn othr none
account_login                 ok   go   go   go   go   go   go   go   go   go   go   go
account_logout                in   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
set_language                  go   go   go   go   go   go   go   go   go   go   go   go

api:openapi-json              ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
api:api-root                  404  404  404  404  404  404  404  404  404  404  404  404
api:read_nothing              401  404  404  404  404  404  404  404  404  404  404  404
api:indicators                401  ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
api:indicator                 401  ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
api:observations              401  ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
api:progress                  401  ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
api:provenance                401  ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
api:tasks                     401  ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok

desk:duties                   in   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
desk:clearance                in   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
desk:account                  in   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
desk:password                 in   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
desk:indicators               in   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
desk:indicator                in   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
desk:wordings                 in   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
desk:metadata                 in   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
exchange:metadata_xlsx        in   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
exchange:metadata_csv         in   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
desk:proof                    in   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
desk:frameworks               in   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
desk:framework                in   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
desk:goal                     in   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
desk:directory                in   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
desk:body                     in   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
desk:calendar                 in   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
desk:calendar_file            in   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
desk:glossary                 in   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
desk:reports                  in   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
desk:search                   in   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
desk:benefits                 in   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
desk:code_lists               in   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
desk:code_list                in   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
desk:code_import              in   404  404  404  404  404  ok   404  404  404  404  404
desk:benefit                  in   ok   ok   ok   ok   ok   ok   ok   ok   404  404  404
desk:benefit_record           in   ok   ok   ok   404  404  ok   404  404  404  ok   404
desk:benefit_revise           in   ok   ok   ok   404  404  ok   404  404  404  404  404
desk:alignments               in   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   404
desk:alignment                in   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   404
desk:alignment_propose        in   404  404  ok   404  ok   ok   404  404  404  ok   404
desk:finalisation             in   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   404
desk:finalisation_call        in   404  404  404  404  ok   ok   404  404  404  404  404
desk:sheet                    in   ok   ok   ok   ok   ok   ok   ok   ok   404  404  404
desk:asked                    in   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
desk:free_days                in   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
desk:free_day_add             in   404  404  404  404  ok   ok   404  404  404  404  404
desk:free_day                 in   404  404  404  404  ok   ok   404  404  404  404  404
desk:request_register         in   404  404  404  404  ok   ok   404  404  404  404  404
desk:request_edit             in   404  404  404  404  ok   ok   404  404  404  404  404
desk:request_split            in   404  404  404  404  ok   ok   404  404  404  404  404
exchange:request_form         in   404  404  404  404  ok   ok   404  404  404  404  404
exchange:request_form_fill    in   404  404  404  404  ok   ok   404  404  404  404  404
exchange:request_form_filled  in   404  404  404  404  ok   ok   404  404  404  404  404
desk:rounds                   in   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   404
desk:round                    in   ok   ok   ok   ok   ok   ok   ok   ok   404  ok   404
desk:round_open               in   404  404  404  404  ok   ok   404  404  404  404  404
desk:round_together           in   404  404  404  404  ok   ok   404  404  404  404  404
desk:task                     in   ok   ok   ok   ok   ok   ok   ok   ok   404  404  404
desk:clear                    in   ok   ok   ok   ok   ok   ok   ok   ok   404  404  404
desk:import                   in   ok   ok   ok   ok   ok   ok   ok   ok   404  404  404
desk:file                     in   ok   ok   ok   ok   ok   ok   ok   ok   404  404  404
exchange:workbook             in   ok   ok   ok   ok   ok   ok   ok   ok   404  404  404
exchange:delivery_file        in   404  404  404  404  ok   ok   ok   ok   404  404  404
papers:download               in   ok   ok   ok   ok   ok   ok   ok   ok   404  ok   404

desk:activity                 in   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
desk:offices                  in   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
desk:office                   in   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
desk:obligations              in   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   404
desk:obligation               in   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   404
desk:users                    in   404  404  404  404  404  ok   404  ok   ok   404  404
desk:user                     in   404  404  404  404  404  ok   404  ok   ok   404  404
desk:user_open                in   404  404  404  404  404  ok   404  404  ok   404  404
desk:office_add               in   404  404  404  404  404  ok   404  404  ok   404  404
desk:designate                in   404  404  404  404  404  ok   404  404  ok   404  404
desk:designate_at             in   404  404  404  404  404  ok   404  404  ok   404  404
desk:answering                in   404  404  404  404  404  ok   404  404  ok   404  404
desk:people                   in   404  404  404  404  404  ok   404  404  ok   404  404
desk:person                   in   404  404  404  404  404  ok   404  404  ok   404  404
desk:post_add                 in   404  404  404  404  404  ok   404  404  ok   404  404
desk:designation              in   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   404
desk:post                     in   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   404
desk:content                  in   404  404  404  404  ok   ok   404  ok   ok   404  404
desk:content_version          in   404  404  404  404  ok   ok   404  ok   ok   404  404
desk:content_fact             in   404  404  404  404  ok   ok   404  ok   ok   404  404

desk:round_close              in   405  405  405  405  405  405  405  405  405  405  405
desk:task_figure              in   405  405  405  405  405  405  405  405  405  405  405
desk:task_evidence            in   405  405  405  405  405  405  405  405  405  405  405
desk:task_narrative           in   405  405  405  405  405  405  405  405  405  405  405
desk:task_nothing_new         in   405  405  405  405  405  405  405  405  405  405  405
desk:task_warning             in   405  405  405  405  405  405  405  405  405  405  405
desk:task_remark              in   405  405  405  405  405  405  405  405  405  405  405
desk:task_submit              in   405  405  405  405  405  405  405  405  405  405  405
desk:task_recall              in   405  405  405  405  405  405  405  405  405  405  405
desk:task_extend              in   405  405  405  405  405  405  405  405  405  405  405
desk:task_ask_extension       in   405  405  405  405  405  405  405  405  405  405  405
desk:task_decline_extension   in   405  405  405  405  405  405  405  405  405  405  405
desk:task_withdraw_extension  in   405  405  405  405  405  405  405  405  405  405  405
desk:task_clear               in   405  405  405  405  405  405  405  405  405  405  405
desk:task_return              in   405  405  405  405  405  405  405  405  405  405  405
desk:task_on_behalf           in   405  405  405  405  405  405  405  405  405  405  405
desk:task_reopen              in   405  405  405  405  405  405  405  405  405  405  405
desk:import_confirm           in   405  405  405  405  405  405  405  405  405  405  405
desk:import_drop              in   405  405  405  405  405  405  405  405  405  405  405
desk:code_import_drop         in   405  405  405  405  405  405  405  405  405  405  405
desk:benefit_evidence         in   405  405  405  405  405  405  405  405  405  405  405
desk:benefit_confirm          in   405  405  405  405  405  405  405  405  405  405  405
desk:benefit_on_behalf        in   405  405  405  405  405  405  405  405  405  405  405
desk:benefit_withdraw         in   405  405  405  405  405  405  405  405  405  405  405
desk:alignment_reply          in   405  405  405  405  405  405  405  405  405  405  405
desk:alignment_approve        in   405  405  405  405  405  405  405  405  405  405  405
desk:indicator_merge          in   405  405  405  405  405  405  405  405  405  405  405
desk:finalisation_close       in   405  405  405  405  405  405  405  405  405  405  405
desk:sheet_propose            in   405  405  405  405  405  405  405  405  405  405  405
desk:sheet_comment            in   405  405  405  405  405  405  405  405  405  405  405
desk:sheet_reply              in   405  405  405  405  405  405  405  405  405  405  405
desk:sheet_back               in   405  405  405  405  405  405  405  405  405  405  405
desk:sheet_fix                in   405  405  405  405  405  405  405  405  405  405  405
desk:sheet_agree              in   405  405  405  405  405  405  405  405  405  405  405
desk:sheet_attach             in   405  405  405  405  405  405  405  405  405  405  405
desk:request_send_out         in   405  405  405  405  405  405  405  405  405  405  405
exchange:request_form_upload  in   405  405  405  405  405  405  405  405  405  405  405
desk:filter_keep              in   405  405  405  405  405  405  405  405  405  405  405
desk:filter_drop              in   405  405  405  405  405  405  405  405  405  405  405
desk:user_password            in   405  405  405  405  405  405  405  405  405  405  405
desk:user_sessions            in   405  405  405  405  405  405  405  405  405  405  405
desk:user_email               in   405  405  405  405  405  405  405  405  405  405  405
desk:user_close               in   405  405  405  405  405  405  405  405  405  405  405
desk:user_reopen              in   405  405  405  405  405  405  405  405  405  405  405
desk:office_end               in   405  405  405  405  405  405  405  405  405  405  405
desk:designation_end          in   405  405  405  405  405  405  405  405  405  405  405
desk:designation_letter       in   405  405  405  405  405  405  405  405  405  405  405
desk:answer_for               in   405  405  405  405  405  405  405  405  405  405  405
desk:answering_end            in   405  405  405  405  405  405  405  405  405  405  405
desk:seat_open                in   405  405  405  405  405  405  405  405  405  405  405
desk:post_hold                in   405  405  405  405  405  405  405  405  405  405  405
desk:holding_end              in   405  405  405  405  405  405  405  405  405  405  405
desk:person_correct           in   405  405  405  405  405  405  405  405  405  405  405
desk:obligation_adjust        in   405  405  405  405  405  405  405  405  405  405  405
exchange:codes_upload         in   405  405  405  405  405  405  405  405  405  405  405
exchange:codes_confirm        in   405  405  405  405  405  405  405  405  405  405  405
exchange:upload               in   405  405  405  405  405  405  405  405  405  405  405
exchange:deliver              in   405  405  405  405  405  405  405  405  405  405  405
exchange:clear                in   405  405  405  405  405  405  405  405  405  405  405
exchange:hand_over            in   405  405  405  405  405  405  405  405  405  405  405
papers:make                   in   405  405  405  405  405  405  405  405  405  405  405

desk:requests                 in   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
desk:request                  in   ok   ok   ok   ok   ok   ok   ok   ok   404  404  404
desk:request_item             in   ok   ok   ok   ok   ok   ok   ok   ok   404  404  404
desk:request_version          in   404  404  404  404  ok   ok   ok   ok   404  404  404
desk:request_forward          in   405  405  405  405  405  405  405  405  405  405  405
desk:request_close            in   405  405  405  405  405  405  405  405  405  405  405
desk:request_answer           in   405  405  405  405  405  405  405  405  405  405  405
desk:request_take             in   405  405  405  405  405  405  405  405  405  405  405
desk:request_national         in   405  405  405  405  405  405  405  405  405  405  405
desk:request_answer_return    in   405  405  405  405  405  405  405  405  405  405  405
desk:request_reroute          in   405  405  405  405  405  405  405  405  405  405  405
desk:request_item_due         in   405  405  405  405  405  405  405  405  405  405  405
desk:request_clear            in   405  405  405  405  405  405  405  405  405  405  405
desk:request_return           in   405  405  405  405  405  405  405  405  405  405  405
desk:request_send             in   405  405  405  405  405  405  405  405  405  405  405
desk:request_receipt          in   405  405  405  405  405  405  405  405  405  405  405
desk:request_clarify          in   405  405  405  405  405  405  405  405  405  405  405
desk:request_route            in   405  405  405  405  405  405  405  405  405  405  405
"""

#: What a form sent to an address that writes meets: may (the right is there; the state may still refuse) -
#: in 302 to signing in - 403 the sender sees it but this is not his step - 404 it does not exist for the sender -
#: 422 the form is his, the office he names in it is not.
POST = """
address                       anon prod stew focl sign coor secr soca audi admn othr none
account_login                 may  may  may  may  may  may  may  may  may  may  may  may
account_logout                may  may  may  may  may  may  may  may  may  may  may  may
set_language                  may  may  may  may  may  may  may  may  may  may  may  may
desk:account                  in   may  may  may  may  may  may  may  may  may  may  may
desk:password                 in   may  may  may  may  may  may  may  may  may  may  may
desk:filter_keep              in   may  may  may  may  may  may  may  may  may  may  may

desk:round_open               in   404  404  404  404  may  may  404  404  404  404  404
desk:round_close              in   403  403  403  403  may  may  403  403  403  403  404
desk:round_together           in   404  404  404  404  may  may  404  404  404  404  404
desk:task_figure              in   may  may  may  403  403  may  403  403  404  404  404
desk:task_evidence            in   may  may  may  403  403  may  403  403  404  404  404
desk:task_narrative           in   may  may  may  403  403  may  403  403  404  404  404
desk:task_nothing_new         in   may  may  may  403  403  may  403  403  404  404  404
desk:task_warning             in   may  may  may  403  403  may  403  403  404  404  404
desk:task_remark              in   may  may  may  may  may  may  403  403  404  404  404
desk:task_submit              in   may  403  may  403  403  may  403  403  404  404  404
desk:task_recall              in   may  403  may  403  403  403  403  403  404  404  404
desk:task_extend              in   403  403  403  403  may  may  403  403  404  404  404
desk:task_ask_extension       in   403  403  may  403  403  403  403  403  404  404  404
desk:task_decline_extension   in   403  403  403  403  may  may  403  403  404  404  404
desk:task_withdraw_extension  in   403  403  403  403  may  may  403  403  404  404  404
desk:task_clear               in   403  may  may  may  may  403  403  403  404  404  404
desk:task_return              in   403  may  may  may  may  403  403  403  404  404  404
desk:task_on_behalf           in   403  403  403  403  403  may  403  403  404  404  404
desk:task_reopen              in   403  403  403  403  may  403  403  403  404  404  404
desk:import_confirm           in   may  may  may  403  403  may  403  403  404  404  404
desk:import_drop              in   may  may  may  403  403  may  403  403  404  404  404
exchange:upload               in   may  may  may  403  403  may  403  403  404  404  404
desk:code_import_drop         in   404  404  404  404  404  may  404  404  404  404  404
desk:filter_drop              in   may  403  403  403  404  404  404  404  404  404  404
desk:benefit_record           in   may  may  may  404  404  may  404  404  404  422  404
desk:benefit_revise           in   may  may  may  404  404  may  404  404  404  404  404
desk:benefit_evidence         in   may  may  may  403  403  may  403  403  404  404  404
desk:benefit_confirm          in   403  403  may  403  403  403  403  403  404  404  404
desk:benefit_on_behalf        in   403  403  403  403  403  may  403  403  404  404  404
desk:benefit_withdraw         in   403  403  may  403  403  may  403  403  404  404  404
desk:alignment_propose        in   404  404  may  404  may  may  404  404  404  403  404
desk:alignment_reply          in   403  403  may  403  may  403  403  403  403  403  404
desk:alignment_approve        in   403  403  403  403  may  403  403  403  403  403  404
desk:finalisation_call        in   404  404  404  404  may  may  404  404  404  404  404
desk:finalisation_close       in   403  403  403  403  may  may  403  403  403  403  404
desk:sheet_propose            in   may  may  may  403  403  may  403  403  404  404  404
desk:sheet_comment            in   may  may  may  may  may  may  403  403  404  404  404
desk:sheet_reply              in   may  may  may  may  403  may  403  403  404  404  404
desk:sheet_back               in   403  403  403  403  may  may  403  403  404  404  404
desk:sheet_fix                in   403  403  403  403  may  403  403  403  404  404  404
desk:sheet_agree              in   403  403  403  403  may  may  403  403  404  404  404
desk:sheet_attach             in   403  403  403  403  may  may  403  403  404  404  404
desk:indicator_merge          in   403  403  403  403  may  403  403  403  403  403  403
desk:free_day_add             in   404  404  404  404  may  may  404  404  404  404  404
desk:free_day                 in   404  404  404  404  may  may  404  404  404  404  404
desk:request_register         in   404  404  404  404  may  may  404  404  404  404  404
desk:request_edit             in   404  404  404  404  may  may  404  404  404  404  404
desk:request_split            in   404  404  404  404  may  may  404  404  404  404  404
desk:request_send_out         in   404  404  404  404  may  may  404  404  404  404  404
exchange:request_form         in   404  404  404  404  may  may  404  404  404  404  404
exchange:request_form_upload  in   404  404  404  404  may  may  404  404  404  404  404
exchange:request_form_fill    in   404  404  404  404  may  may  404  404  404  404  404
desk:user_open                in   404  404  404  404  404  may  404  404  may  404  404
desk:office_add               in   404  404  404  404  404  may  404  404  may  404  404
desk:user_password            in   404  404  404  404  404  may  404  404  may  404  404
desk:user_sessions            in   404  404  404  404  404  may  404  404  may  404  404
desk:user_email               in   404  404  404  404  404  may  404  404  may  404  404
desk:user_close               in   404  404  404  404  404  may  404  404  may  404  404
desk:user_reopen              in   404  404  404  404  404  may  404  404  may  404  404
desk:office_end               in   404  404  404  404  404  may  404  404  may  404  404
desk:designate                in   404  404  404  404  404  may  404  404  may  404  404
desk:designate_at             in   404  404  404  404  404  may  404  404  may  404  404
desk:post_add                 in   404  404  404  404  404  may  404  404  may  404  404
desk:designation_end          in   404  404  404  404  404  may  404  404  may  404  404
desk:designation_letter       in   404  404  404  404  404  may  404  404  may  404  404
desk:answer_for               in   404  404  404  404  404  may  404  404  may  404  404
desk:answering_end            in   404  404  404  404  404  may  404  404  may  404  404
desk:seat_open                in   404  404  404  404  404  may  404  404  may  404  404
desk:post_hold                in   404  404  404  404  404  may  404  404  may  404  404
desk:holding_end              in   404  404  404  404  404  may  404  404  may  404  404
desk:person_correct           in   404  404  404  404  404  may  404  404  may  404  404
desk:obligation_adjust        in   404  404  404  404  may  404  404  404  may  404  404
exchange:codes_upload         in   403  403  403  403  403  may  403  403  403  403  403
exchange:codes_confirm        in   403  403  403  403  403  may  403  403  403  403  403
exchange:deliver              in   403  403  403  403  may  may  403  403  403  403  403
exchange:clear                in   403  403  403  403  403  403  may  403  403  403  403
exchange:hand_over            in   403  403  403  403  403  may  403  403  403  403  403
papers:make                   in   403  403  403  403  may  may  403  403  403  403  403

desk:request_forward          in   403  403  403  403  may  may  403  403  404  404  404
desk:request_close            in   403  403  403  403  may  may  403  403  404  404  404
desk:request_answer           in   may  may  may  403  403  may  403  403  404  404  404
desk:request_take             in   may  may  may  403  403  may  403  403  404  404  404
desk:request_national         in   403  403  403  403  may  may  403  403  404  404  404
desk:request_answer_return    in   403  403  403  403  may  may  403  403  404  404  404
desk:request_reroute          in   403  403  403  403  may  may  403  403  404  404  404
desk:request_item_due         in   403  403  403  403  may  may  403  403  404  404  404
desk:request_clear            in   404  404  404  404  may  403  may  403  404  404  404
desk:request_return           in   404  404  404  404  may  403  may  403  404  404  404
desk:request_send             in   404  404  404  404  may  may  403  403  404  404  404
desk:request_receipt          in   404  404  404  404  may  may  403  403  404  404  404
desk:request_clarify          in   404  404  404  404  may  may  403  403  404  404  404
desk:request_route            in   403  403  403  403  may  may  403  403  404  404  404
"""

#: What is sent as an attachment that no browser runs.
DOWNLOADS = {
    "desk:calendar_file",
    "desk:file",
    "exchange:metadata_xlsx",
    "exchange:metadata_csv",
    "exchange:workbook",
    "exchange:delivery_file",
    "exchange:request_form_filled",
    "papers:download",
}


def table(text: str) -> dict[str, dict[str, str]]:
    """Address -> column -> answer."""
    head, *lines = (line.split() for line in text.splitlines() if line.strip())
    assert head[1:] == list(PEOPLE)
    return {line[0]: dict(zip(head[1:], line[1:], strict=True)) for line in lines}


READ, WRITE = table(GET), table(POST)


# --- the place ----------------------------------------------------------------------------------------------------


#: Pages and forms of a request that was sent out: its items, versions and clarifications.
PARTS = frozenset(
    f"desk:request{part}"
    for part in (
        "",
        "_item",
        "_version",
        *(
            f"_{one}"
            for one in ("forward", "close", "answer", "take", "national", "answer_return", "reroute")
        ),
        *(f"_{one}" for one in ("item_due", "clear", "return", "send", "receipt", "clarify", "route")),
    )
)


#: Forms of the directory.
DIRECTORY_FORMS = tuple(
    f"desk:{one}"
    for one in (
        *(
            "designate",
            "designate_at",
            "designation_end",
            "designation_letter",
            "answer_for",
            "answering_end",
        ),
        *("seat_open", "post_add", "post_hold", "holding_end", "person_correct"),
    )
)


@dataclass
class Place:
    """A round in the middle of its work, with a row behind every address."""

    world: World
    figure: int
    batch: ImportBatch
    evidence: StoredFile
    observation: Observation
    paper: Paper
    delivery: Delivery
    part: DeliveryFile
    codes: CodeImport
    benefit: Benefit
    alignment: Alignment
    sheet: SheetTask
    comment: SheetComment
    saved: SavedFilter
    letter: Request
    free_day: FreeDay
    holding: PostHolding
    asked: Standing

    def steward(self) -> int:
        """The designation of the data steward whose step waits."""
        return Designation.objects.get(person__name="Steward", role="data_steward").pk

    def without_letter(self) -> int:
        """The designation by post whose letter has not come."""
        return Designation.objects.get(post=self.holding.post_id).pk

    def directory_forms(self) -> dict[str, dict[str, Any]]:
        """The forms of the directory."""
        letter = {"letter_number": "B-9", "letter_date": "2026-04-09"}
        source = {"since": "2026-05-01", "source": "Perpres rekaan"}
        return {
            "desk:designate": {
                **letter,
                "role": "alternate",
                "rank": "4",
                "organisation": "KEMENSOS",
                "name": "Dewi Rekaan",
                "since": "2026-05-01",
            },
            "desk:designate_at": {
                **letter,
                "role": "auditor",
                "rank": "4",
                "name": "Dewi",
                "since": "2026-05-01",
            },
            "desk:designation_end": {"last_day": "2026-06-30", "reason": "mutasi"},
            "desk:designation_letter": letter,
            "desk:answer_for": {**source, "organisation": "KEMENSOS", "role": "contributing"},
            "desk:answering_end": {"last_day": "2026-06-30", "source": "Perpres rekaan"},
            "desk:seat_open": {**source, "name_id": "Wakil kedua", "name_en": "Second representative"},
            "desk:post_add": {"name_id": "Sekretaris", "name_en": "Secretary"},
            "desk:post_hold": {"person": self.world.users["signer"].person_id, "since": "2026-05-01"},
            "desk:holding_end": {"last_day": "2026-06-30", "reason": "mutasi"},
            "desk:person_correct": {"name": "Nobody Lain", "language": "id", "reason": "ejaan"},
        }

    def keys(self, address: str) -> dict[str, Any]:
        """What an address is filled in with."""
        task = self.world.tasks["SOMHD"].pk
        given: dict[str, dict[str, Any]] = {
            "exchange:workbook": {"task_id": task},
            "exchange:upload": {"task_id": task},
            "exchange:clear": {"pk": self.delivery.pk},
            "exchange:hand_over": {"pk": self.delivery.pk},
            "exchange:delivery_file": {"delivery": self.delivery.pk, "pk": self.part.pk},
            "papers:download": {"pk": self.paper.pk},
            "api:provenance": {"pk": self.observation.pk},
            "api:indicator": {"code": "P-H-1"},
            "api:read_nothing": {"address": "no/such/address"},
            "desk:proof": {"pk": self.observation.pk},
            "desk:file": {"pk": self.evidence.pk},
            "desk:import": {"pk": self.batch.pk},
            "desk:import_confirm": {"pk": self.batch.pk},
            "desk:import_drop": {"pk": self.batch.pk},
            "desk:indicator": {"code": "P-H-1"},
            "desk:code_list": {"code": "wilayah"},
            "desk:code_import": {"pk": self.codes.pk},
            "desk:code_import_drop": {"pk": self.codes.pk},
            "exchange:codes_upload": {"code": "wilayah"},
            "exchange:codes_confirm": {"pk": self.codes.pk},
            "exchange:metadata_xlsx": {"code": "ms-ind"},
            "exchange:metadata_csv": {"code": "ms-ind"},
            "desk:framework": {"code": "plan"},
            "desk:body": {"code": "SOMHD"},
            "desk:goal": {"code": "plan", "goal": "A.1"},
            "desk:wordings": {"code": "P-H-1"},
            "desk:indicator_merge": {"code": "P-H-3"},
            "desk:finalisation_close": {"pk": self.sheet.finalisation_id},
            "desk:filter_drop": {"pk": self.saved.pk},
            "desk:free_day": {"pk": self.free_day.pk},
            "desk:designate": {"code": "SOMHD"},
            "desk:answering": {"code": "SOMHD"},
            "desk:answer_for": {"code": "SOMHD"},
            "desk:seat_open": {"code": "SOMHD"},
            "desk:designate_at": {"code": "KEMENKES"},
            "desk:post_add": {"code": "KEMENKES"},
            "desk:post": {"pk": self.holding.post_id},
            "desk:post_hold": {"pk": self.holding.post_id},
            "desk:holding_end": {"pk": self.holding.pk},
            "desk:person": {"pk": self.holding.person_id},
            "desk:person_correct": {"pk": self.holding.person_id},
            "desk:designation": {"pk": self.without_letter()},
            "desk:designation_end": {"pk": self.without_letter()},
            "desk:designation_letter": {"pk": self.without_letter()},
            "desk:answering_end": {"pk": Responsibility.objects.get(body__code="SOMHD", role="lead").pk},
        }
        if address in PARTS:
            return self.of_requests(address.removeprefix("desk:request").strip("_"))
        if address.startswith(("desk:request_", "exchange:request_")):
            return {"pk": self.letter.pk, "code": self.letter.code}
        if address.startswith("desk:user"):
            return {"pk": self.world.users["producer"].pk}
        if address.startswith("desk:office"):
            return {"code": "KEMENKES"}
        if address.startswith("desk:obligation"):
            return {"code": "quarterly"}
        if address.startswith("desk:content"):
            fact = ContentEntry.objects.select_related("version").order_by("pk")[0]
            label = {"code": fact.version.label}
            return label if address == "desk:content_version" else {"kind": fact.kind, "code": fact.code}
        if address.startswith("desk:benefit"):
            return {"pk": self.benefit.pk}
        if address.startswith("desk:alignment"):
            return {"pk": self.alignment.pk}
        if address.startswith("desk:sheet"):
            return {"pk": self.sheet.pk, "comment": self.comment.pk}
        usual = {"pk": task, "figure": self.figure, "field": "plan", "period": "2026-Q1"}
        return given.get(address, usual)

    def of_requests(self, page: str) -> dict[str, Any]:
        """What addresses of requests are filled in with."""
        sent, waits = self.asked.sent.pk, self.asked.waits.pk
        keys = {
            "version": sent,
            "receipt": sent,
            "clarify": sent,
            "clear": waits,
            "return": waits,
            "send": waits,
        }
        keys |= {"route": self.asked.clarification.pk}
        return {"code": self.asked.item.request.code, "pk": keys.get(page, self.asked.item.pk)}

    def request_forms(self) -> dict[str, dict[str, Any]]:
        """The forms of requests; the office is the one that is asked."""
        office = Responsibility.objects.get(body__code="SOMHD", role="lead").organisation_id
        seen, offer = self.asked.waits.content_hash, self.asked.sent.answers.first()
        said = {"version": 0, "kind": "answer", "text_en": "Jawaban", "area": "IDN"}
        return {
            "desk:request_answer": {**said, "office": office, "deed": "save"},
            "desk:request_take": {"office": office, "offer": offer.pk, "version": 0},
            "desk:request_national": said,
            "desk:request_answer_return": {"office": office, "reason": "kurang"},
            "desk:request_reroute": {"lead": office, "reason": "bukan kami"},
            "desk:request_clear": {"seen": seen},
            "desk:request_return": {"seen": seen, "reason": "kurang"},
            "desk:request_send": {"on": "2026-04-10", "channel": "surel"},
            "desk:request_receipt": {"receipt": "R-1"},
            "desk:request_clarify": {
                "item": self.asked.clarification.item_id,
                "text": "Menurut jenis kelamin?",
                "asked_on": "2026-04-10",
            },
            "desk:request_route": {"office": office},
        }

    def url(self, address: str, **other: Any) -> str:
        """The address of a row, or of another."""
        keys = {**self.keys(address), **other}
        url = reverse(address, kwargs={name: keys[name] for name in ADDRESSES[address]})
        asked = {
            "api:observations": "?indicator=P-H-1",
            "desk:search": "?q=prod",
            "desk:round_together": f"?deed=extend&task={self.world.tasks['SOMSWD'].pk}",
        }
        return url + asked.get(address, "")

    def together(self) -> dict[str, Any]:
        """The form that confirms the preview of more time for SOMSWD."""
        task, due, reason = self.world.tasks["SOMSWD"], date(2026, 5, 6), "rilis mundur"
        shown = (Line(task.pk, "", date(2026, 4, 24), after=due),)
        seen = digest(Deed.EXTEND, shown, due=due, reason=reason)
        return {"deed": "extend", "task": [task.pk], "due": "2026-05-06", "reason": reason, "seen": seen}

    def form(self, address: str) -> dict[str, Any]:
        """A form as its page sends it, rightly filled in."""
        task = task_of(self.world)
        seen = task.submissions.latest("number").content_hash
        forms: dict[str, dict[str, Any]] = {
            "account_login": {"login": "producer@contoh.example", "password": PASSWORD},
            "set_language": {"language": "en"},
            "desk:account": {"language": "en", "density": "dense"},
            "desk:password": {"old": PASSWORD, "new": "gerimis lampu tikar", "again": "gerimis lampu tikar"},
            "desk:round_open": {
                "obligation": "quarterly",
                "period": "2026-Q2",
                "opens_on": "2026-07-01",
                "due_on": "2026-07-24",
                "closes_on": "2026-08-07",
            },
            "desk:task_figure": {"text": "18,1", "nature": "final", "revision_reason": "salah ketik"},
            "desk:task_evidence": {"file": SimpleUploadedFile("lagi.pdf", b"%PDF-1.7 bukti lagi")},
            "desk:task_narrative": {"text": "Rencana lain."},
            "desk:task_warning": {"rule": "R-JUMP", "figure": "P-H-1|IDN|2024|_T", "reason": "metode baru"},
            "desk:task_remark": {"text": "Mohon dilihat."},
            "desk:task_clear": {"seen": seen},
            "desk:task_return": {"seen": seen, "due": "2026-04-30", "reason": "periksa lagi"},
            "desk:task_on_behalf": {
                "seen": seen,
                "official": self.steward(),
                "letter_number": "B-1",
                "letter_date": "2026-04-09",
            },
            "exchange:upload": {"file": SimpleUploadedFile("isi.csv", b"indicator,period,value\n")},
            "exchange:codes_upload": {
                "label": "2026",
                "source": "rekaan",
                "file": SimpleUploadedFile("lagi.csv", b"kode,nama\n12,Sumatera Utara\n"),
            },
            "exchange:hand_over": {"on": "2026-04-10", "channel": "surel"},
            "desk:round_together": self.together(),
            "desk:filter_keep": {"table": "indicators", "name": "Kesehatan", "query": "body=SOMHD"},
            "desk:user_open": {
                "name": "Rina Baru",
                "organisation": "KEMENKES",
                "email": "rina@contoh.example",
            },
            "desk:user_email": {"email": "rini@contoh.example"},
            "desk:office_add": {
                "code": "KEMENBARU",
                "acronym": "Kemenbaru",
                "name_id": "Kementerian Baru",
                "name_en": "New Ministry",
                "kind": "kementerian",
                "since": "2026-04-01",
                "source": "Perpres 1/2026",
            },
            "desk:office_end": {"until": "2026-06-01", "source": "Perpres 2/2026"},
            "desk:obligation_adjust": {
                "on": ["focal_point", "signing_official"],
                "opens_after_days": "1",
                "due_after_days": "24",
                "closes_after_days": "38",
                "reason": "tanpa walidata",
            },
            **self.data_forms(),
            **self.directory_forms(),
            **self.intake_forms(),
            **self.request_forms(),
        }
        asked = {"due": "2026-05-05", "reason": "masih dihitung"}
        return forms.get(address, asked)

    def intake_forms(self) -> dict[str, dict[str, Any]]:
        """The forms of letters that come in, and of the calendar."""
        item = {"rows": 1, "language": "en", "number-0": "2.", "text-0": "Which?", "body-0": "SOMHD"}
        free = {
            "day": "2026-05-28",
            "name_id": "Hari rekaan",
            "name_en": "Invented day",
            "kind": "national",
            "decree": "SKB rekaan 2/2026",
        }
        form = self.letter.form_file
        assert form is not None
        return {
            "desk:free_day_add": free,
            "desk:free_day": {**free, "deed": "keep", "reason": "diubah"},
            "desk:request_register": {
                "step": "register",
                "sender": "Divisi rekaan",
                "subject": "Kuesioner",
                "channel": "surel",
                "received_on": "2026-04-09",
                "classification": "ordinary",
                "language": "en",
                "deadline": "2026-04-30",
                "shown_for": "2026-04-30",
            },
            "desk:request_edit": {"deed": "dispose", "text": "Sekretariat membagi.", "version": 1},
            "desk:request_split": {**item, "step": "keep"},
            "exchange:request_form": {
                **item,
                "seen": form.sha256,
                "take-0": 1,
                "kind-0": "table",
                "anchor-0": "cell:1:3:2",
            },
            "exchange:request_form_upload": {"form": SimpleUploadedFile("form.docx", SENDERS_FORM)},
            "exchange:request_form_fill": {"comment": ""},
        }

    def data_forms(self) -> dict[str, dict[str, Any]]:
        """The forms of benefit records, alignments and sheets."""
        office = Responsibility.objects.get(body__code="SOMHD", role="lead")
        told = {
            "field_of_life": "health",
            "groups": ["children"],
            "counting": "counted",
            "amount": "1.500",
            "unit": "people",
            "area": "IDN",
            "period": "2025",
            "text": "Puskesmas ikut memantau tumbuh kembang anak.",
            "links": "https://data.example.org/anak",
            "serves": ["nation/N4"],
        }
        letter = {"letter_number": "B-2", "letter_date": "2026-04-09"}
        focal = Designation.objects.get(person__name="Focal", role="focal_point").pk
        decided = {"decision": "SOMHD ke-18, butir 12", "decided_on": "2026-04-09"}
        return {
            "desk:benefit_record": {**told, "subject": "goal:plan/A.1", "office": office.pk},
            "desk:benefit_revise": {**told, "seen": 1, "reason": "angka akhir"},
            "desk:benefit_evidence": {
                "file": SimpleUploadedFile("rekap.pdf", b"%PDF-1.7 rekap"),
                "seen": 1,
                "reason": "bukti",
            },
            "desk:benefit_confirm": {"seen": 1},
            "desk:benefit_on_behalf": {"seen": 1, "official": focal, **letter},
            "desk:benefit_withdraw": {"seen": 1, "reason": "dihitung dua kali"},
            "desk:alignment_propose": {
                "source_code": "P-H-1",
                "target_code": "plan/B",
                "relation": "contributes",
                "strength": "medium",
                "rationale_id": "Gizi anak.",
            },
            "desk:alignment_reply": {"verdict": "agree", "words": "Sesuai."},
            "desk:alignment_approve": {"relation": "contributes", "words_id": "Sesuai."},
            "desk:finalisation_call": {
                "title_id": "Finalisasi lagi",
                "title_en": "Finalisation again",
                "indicator": ["P-W-1"],
                "opens_on": "2026-04-01",
                "proposals_due_on": "2026-04-30",
                "comments_due_on": "2026-05-15",
                "closes_on": "2026-06-30",
            },
            "desk:finalisation_close": {"reason": "diulang"},
            "desk:sheet_propose": {
                "seen": 2,
                "reason": "istilah",
                "definition_id": "Balita pendek menurut umur.",
                "definition_en": "Children under five short for their age.",
                "unit_id": "persen",
                "unit_en": "percent",
                "frequency": "annual",
            },
            "desk:sheet_comment": {"field": "definition", "text": "Umurnya sampai berapa?"},
            "desk:sheet_reply": {"text": "Sampai 59 bulan."},
            "desk:sheet_back": {"seen": 2, "reason": "satuan belum jelas"},
            "desk:sheet_fix": {"seen": 2, "remark": "dijawab lisan"},
            "desk:sheet_agree": {"seen": 2, **decided},
            "desk:sheet_attach": {"file": SimpleUploadedFile("keputusan.pdf", b"%PDF-1.7 keputusan")},
            "desk:indicator_merge": {"into": "P-H-2", **decided},
        }


@pytest.fixture
def place() -> Iterator[Place]:
    with on():
        yield made()


@made_once
def made() -> Place:
    """SOMHD accepted, opened again and sent again, so that it has every kind of row and waits for the steward."""
    world = make_world()
    with_lives(world)
    world.open()
    world.users["nobody"] = create_account(
        email="nobody@contoh.example",
        password=PASSWORD,
        person=add_person(
            name="Nobody", organisation=world.organisations["KEMENKES"], actor=world.actor("secretariat")
        ),
        actor=world.actor("secretariat"),
    )
    producer, secretariat = world.actor("producer"), world.actor("secretariat")
    key = FigureKey("P-H-2", "IDN", "2025-12")
    batch = check_import(
        task=task_of(world),
        file=kept(world, "isian.csv", b"indicator,value\n", "workbook"),
        incoming=Incoming(kind="csv", rows=(Row(key=key, answer="value", text="97,9", nature="final"),)),
        actor=producer,
    )
    fill_health(world)
    entry = Entry.objects.get(indicator__code="P-H-1")
    add_evidence(entry=entry, name="bukti.pdf", stream=BytesIO(b"%PDF-1.7 bukti"), actor=producer)
    submit(task=task_of(world), actor=producer)
    cleared_by(world, "steward", "focal", "signer", "coordinator")
    results = compute_results(round=world.round, actor=secretariat)
    reopen(task=task_of(world), due=date(2026, 4, 30), reason="revisi", actor=world.actor("coordinator"))
    submit(task=task_of(world), actor=producer)
    extend(
        task=task_of(world),
        due=date(2026, 5, 4),
        reason="libur",
        actor=world.actor("coordinator", moment(2026, 4, 10, 9, 1)),
    )
    assert world.round is not None
    with held("manifest.csv", b"file,sha256\n") as file:
        delivery = record_delivery(
            result_set=results,
            profile="adme",
            profile_digest="0" * 64,
            files=[("manifest", file)],
            manifest={},
            actor=secretariat,
        )
    with held("laporan.csv", b"laporan\n") as file:
        (paper,) = record_papers(
            result_set=results,
            kind="report",
            papers=[DrawnPaper("id", "pdf", file)],
            basis_hash="0" * 64,
            actor=secretariat,
        )
    return Place(
        world,
        figure_of(world, "P-H-1").pk,
        batch,
        StoredFile.objects.get(name="bukti.pdf"),
        Observation.objects.get(indicator__code="P-H-1", figure__isnull=False),
        paper,
        delivery,
        delivery.files.get(),
        bring_codes(
            CodeList.objects.get(code="wilayah"),
            name="wilayah.csv",
            stream=BytesIO(b"kode,nama\n11,Aceh\n"),
            release=Release(label="2025", source="rekaan"),
            actor=secretariat,
        ),
        *negotiated(world),
        keep_filter(table="indicators", name="Kesehatan", query="body=SOMHD", share=True, actor=producer),
        came_in(world),
        add_free_day(
            area="IDN",
            day=date(2026, 5, 14),
            name_id="Hari rekaan",
            name_en="Invented day",
            kind="national",
            decree="SKB rekaan 1/2026",
            actor=secretariat,
        ),
        by_post(world),
        standing(world),
    )


def by_post(world: World) -> PostHolding:
    """Somebody in a post of KEMENKES that is an alternate of SOMHD from June on, its letter awaited."""
    actor, office = world.actor("secretariat"), world.organisations["KEMENKES"]
    post = add_post(organisation=office, name_id="Kepala Biro", name_en="Head of Bureau", actor=actor)
    person = add_person(name="Penjabat", organisation=office, actor=actor)
    designate(
        role=Role.ALTERNATE,
        organisation=office,
        body=world.bodies["SOMHD"],
        post=post,
        since=date(2026, 6, 1),
        rank=3,
        actor=actor,
    )
    return hold_post(post=post, person=person, since=date(2026, 4, 1), actor=actor)


#: A form as a sender makes it: two questions with an empty cell each.
SENDERS_FORM = docx(
    tbl(tr(tc("Question"), tc("Answer")), tr(tc("1. How many?"), tc()), tr(tc("2. Which?"), tc()))
)


def came_in(world: World) -> Request:
    """A letter with its sender's form; the first question is an item that was not sent out yet."""
    secretariat = world.actor("secretariat")
    with hold_file(name="form.docx", stream=BytesIO(SENDERS_FORM), accepted=("docx",)) as form:
        row = register_request(
            subject="Kuesioner",
            sender="Divisi lain (rekaan)",
            channel="surel",
            received_on=date(2026, 4, 9),
            deadline=date(2026, 4, 30),
            form=form,
            actor=secretariat,
        )
    item = NewItem(number="1.", body=world.bodies["SOMHD"], text_en="How many?", anchor="cell:1:2:2")
    split_request(request=row, items=[item], actor=secretariat)
    return row


def negotiated(world: World) -> tuple[Benefit, Alignment, SheetTask, SheetComment]:
    """A benefit record in draft, a proposed alignment, and a wording on the table with a comment on it."""
    producer, secretariat = world.actor("producer"), world.actor("secretariat")
    benefit = record_benefit(
        subject_kind="goal",
        subject_code="plan/A.1",
        body=world.bodies["SOMHD"],
        organisation=world.organisations["KEMENKES"],
        said=Said(
            field_of_life="health",
            groups=("children",),
            counting="counted",
            amount="1.250",
            area="IDN",
            period="2025",
            text="Ikut memantau anak.",
            serves=("nation/N4",),
            links=("https://data.example.org/anak",),
        ),
        actor=producer,
    )
    alignment = propose_alignment(
        source_kind="indicator",
        source_code="P-H-2",
        target_kind="goal",
        target_code="plan/A.1",
        relation="contributes",
        strength="medium",
        rationale_id="Kepesertaan menopang layanan gizi.",
        actor=secretariat,
    )
    called(world)
    proposed(world)
    sheet = sheet_task()
    comment = comment_sheet(task=sheet, text="Umurnya?", field="definition", actor=world.actor("reviewer"))
    return benefit, alignment, sheet, comment


def held(name: str, content: bytes) -> AbstractContextManager[HeldFile]:
    return hold_file(name=name, stream=BytesIO(content), accepted=TABLES)


def kept(world: World, name: str, content: bytes, purpose: str) -> StoredFile:
    return keep_file(
        name=name, stream=BytesIO(content), purpose=purpose, accepted=TABLES, actor=world.actor("secretariat")
    )


def visitor(place: Place, column: str, **how: Any) -> Client:
    """A browser of somebody, signed in unless he is nobody."""
    client = Client(**how)
    key = PEOPLE[column]
    if key:
        backend = "allauth.account.auth_backends.AuthenticationBackend"
        client.force_login(place.world.users[key], backend=backend)
    return client


def addresses(resolver: URLResolver, spaces: tuple[str, ...] = ()) -> Iterator[tuple[str, frozenset[str]]]:
    """Every address the resolver knows, by name, with what it is filled in with."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            deeper = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from addresses(pattern, deeper)
        else:
            name = pattern.name or f"without a name: {pattern.pattern}"
            yield ":".join((*spaces, name)), frozenset(pattern.pattern.regex.groupindex)


ADDRESSES = dict(addresses(get_resolver()))


def answer(response: Any) -> str:
    """An answer in the word the tables use."""
    response.getvalue()
    if response.status_code == 302:
        return "in" if response["Location"].startswith("/accounts/login/") else "go"
    return "ok" if response.status_code == 200 else str(response.status_code)


def contents() -> dict[str, tuple[int, str]]:
    """Every table of ours: how many rows, and a hash over all of them. When somebody signed in is no content."""
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_app_config("simpul").get_models(include_auto_created=True):
            columns = [
                f'"{field.column}"' for field in model._meta.concrete_fields if field.column != "last_login"
            ]
            cursor.execute(f'SELECT {", ".join(columns)} FROM "{model._meta.db_table}" ORDER BY 1')
            rows = cursor.fetchall()
            found[model.__name__] = (len(rows), hashlib.sha256(repr(rows).encode()).hexdigest())
    return found


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


# --- 1. every address, every role ---------------------------------------------------------------------------------


def test_every_address_of_the_resolver_is_in_the_tables_and_no_other() -> None:
    names = [name for name, _ in addresses(get_resolver())]
    assert len(names) == len(set(names)) == len(ADDRESSES)
    assert set(READ) == set(names)
    only_takes_forms = {name for name, row in READ.items() if row["secr"] == "405"}
    assert only_takes_forms <= set(WRITE) <= set(READ)


@pytest.mark.parametrize("column", PEOPLE)
def test_a_reader_gets_the_answers_of_his_column_and_reading_changes_nothing(
    place: Place, column: str
) -> None:
    client = visitor(place, column)
    before, last = contents(), AuditEntry.objects.latest("pk").hash
    assert before["Task"][0] == 3 and before["AuditEntry"][0] > 20
    got, head = {}, {}
    for address in READ:
        got[address] = answer(client.get(place.url(address)))
        if column in HEADS:
            head[address] = answer(client.head(place.url(address)))
    assert got == {address: row[column] for address, row in READ.items()}
    # a program asks the API by GET alone
    asked = got if column in HEADS else {}
    assert head == {address: "405" if address in GET_ONLY else word for address, word in asked.items()}
    assert contents() == before
    assert AuditEntry.objects.latest("pk").hash == last


#: Whose HEAD is compared with his GET, which the framework answers by the same view for everybody.
HEADS = ("anon", "secr", "none")
#: Addresses of the API that know no HEAD.
GET_ONLY = {name for name in READ if name.startswith("api:")} - {"api:openapi-json", "api:api-root"}


@pytest.mark.proof_ci
@pytest.mark.parametrize("column", [column for column in PEOPLE if column not in HEADS])
def test_a_head_is_answered_as_the_get_of_the_same_reader(place: Place, column: str) -> None:
    client, before = visitor(place, column), contents()
    head = {address: answer(client.head(place.url(address))) for address in READ}
    assert head == {address: "405" if address in GET_ONLY else row[column] for address, row in READ.items()}
    assert contents() == before


@pytest.mark.parametrize("column", PEOPLE)
def test_a_form_without_the_right_is_refused_and_changes_nothing(place: Place, column: str) -> None:
    before = contents()
    got = {}
    for address in WRITE:
        with undone():
            response = visitor(place, column).post(place.url(address), place.form(address))
            got[address] = answer(response)
            if WRITE[address][column] == "may":
                assert response.status_code in (200, 302, 409, 422), (address, response.content[:300])
                got[address] = "may"
            else:
                assert contents() == before, address
    assert got == {address: row[column] for address, row in WRITE.items()}


def test_who_has_the_right_and_the_turn_does_what_the_form_says(place: Place) -> None:
    """The refusals above would mean little if nobody's form went through."""
    through = {
        "desk:account": "prod",
        "desk:password": "prod",
        "desk:round_open": "secr",
        "desk:task_recall": "prod",
        "desk:task_clear": "stew",
        "desk:task_return": "stew",
        "desk:task_on_behalf": "secr",
        "desk:task_remark": "focl",
        "desk:task_extend": "coor",
        "exchange:clear": "soca",
        "desk:task_withdraw_extension": "coor",
        "desk:round_together": "secr",
        "desk:filter_keep": "none",
        "desk:filter_drop": "prod",
        "desk:benefit_record": "stew",
        "desk:benefit_revise": "prod",
        "desk:benefit_evidence": "prod",
        "desk:benefit_confirm": "focl",
        "desk:benefit_on_behalf": "secr",
        "desk:benefit_withdraw": "focl",
        "desk:alignment_propose": "focl",
        "desk:alignment_reply": "focl",
        "desk:alignment_approve": "coor",
        "desk:finalisation_call": "coor",
        "desk:finalisation_close": "secr",
        "desk:sheet_propose": "stew",
        "desk:sheet_comment": "sign",
        "desk:sheet_reply": "prod",
        "desk:sheet_back": "secr",
        "desk:sheet_fix": "coor",
        "desk:indicator_merge": "coor",
        "desk:free_day_add": "secr",
        "desk:free_day": "coor",
        "desk:request_register": "secr",
        "desk:request_edit": "coor",
        "desk:request_split": "secr",
        "desk:request_send_out": "coor",
        "exchange:request_form": "secr",
        "exchange:request_form_upload": "coor",
        "desk:user_sessions": "secr",
        "desk:user_email": "secr",
        "desk:user_close": "admn",
        "desk:office_add": "secr",
        "desk:office_end": "admn",
        **dict.fromkeys(DIRECTORY_FORMS, "secr"),
        "desk:obligation_adjust": "admn",
        "desk:request_close": "secr",
        "desk:request_answer": "stew",
        "desk:request_take": "prod",
        "desk:request_national": "coor",
        "desk:request_reroute": "secr",
        "desk:request_item_due": "coor",
        "desk:request_clear": "coor",
        "desk:request_return": "coor",
        "desk:request_receipt": "secr",
        "desk:request_clarify": "secr",
        "desk:request_route": "coor",
    }
    before = contents()
    for address, column in through.items():
        with undone():
            assert visitor(place, column).post(place.url(address), place.form(address)).status_code == 302
            after = contents()
            assert after["AuditEntry"][0] > before["AuditEntry"][0], address
    assert contents() == before


@pytest.mark.parametrize("column", ["anon", "secr", "none"])
def test_a_form_sent_to_a_page_that_only_reads_changes_nothing(place: Place, column: str) -> None:
    client = visitor(place, column)
    before = contents()
    for address in set(READ) - set(WRITE):
        for method in (client.post, client.put, client.patch, client.delete):
            assert method(place.url(address)).status_code < 500, address
    assert contents() == before


# --- 3. forged forms ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("column", ["anon", "prod", "secr"])
def test_nothing_is_taken_without_the_token_of_the_form(place: Place, column: str) -> None:
    client = visitor(place, column, enforce_csrf_checks=True)
    before = contents()
    for address in READ:
        url, form = place.url(address), place.form(address)
        for response in (client.post(url, form), client.put(url), client.patch(url), client.delete(url)):
            if address in GET_ONLY:  # takes no forms at all, so it asks for no token
                assert response.status_code == 405, address
            else:
                assert response.status_code == 403 and b"CSRF" in response.content, address
    assert contents() == before


def test_a_token_of_another_browser_or_a_page_of_another_host_is_refused(place: Place) -> None:
    form = {"language": "en", "density": "dense"}
    own, other = (visitor(place, "prod", enforce_csrf_checks=True) for _ in range(2))
    for client in (own, other):
        client.get("/account/")
    token, foreign = (client.cookies["csrftoken"].value for client in (own, other))
    before = contents()
    assert own.post("/account/", form, headers={"X-CSRFToken": foreign}).status_code == 403
    from_elsewhere = {"X-CSRFToken": token, "Origin": "https://jahat.example"}
    assert own.post("/account/", form, headers=from_elsewhere).status_code == 403
    assert contents() == before
    assert own.post("/account/", form, headers={"X-CSRFToken": token}).status_code == 302
    assert contents() != before


# --- 4. headers ---------------------------------------------------------------------------------------------------


def directives(policy: str) -> dict[str, list[str]]:
    return {words[0]: words[1:] for words in (part.split() for part in policy.split(";")) if words}


def every_kind(place: Place, column: str) -> Iterator[tuple[str, Any]]:
    """An answer of every kind: pages, refusals, redirects, JSON, downloads, forms gone wrong."""
    client = visitor(place, column)
    for address in READ:
        yield address, client.get(place.url(address))
    for address in WRITE:
        if address not in ("account_logout", "exchange:deliver", "papers:make"):
            with undone():
                form = place.form(address)
                yield f"form of {address}", visitor(place, column).post(place.url(address), form)
    yield "no such address", client.get("/no-such-page/")
    yield "forged", visitor(place, column, enforce_csrf_checks=True).post("/account/")
    yield "wrong method", client.get(place.url("desk:task_figure"))
    yield (
        "fragment",
        client.post(place.url("desk:task_figure"), {"text": "1"}, headers={"HX-Request": "true"}),
    )


@pytest.mark.parametrize("column", ["anon", pytest.param("stew", marks=pytest.mark.proof_ci), "secr", "none"])
def test_every_answer_carries_its_headers_and_no_page_a_script_or_style_of_its_own(
    place: Place, column: str
) -> None:
    seen, pages = set(), 0
    for kind, response in every_kind(place, column):
        response.getvalue()
        policy = directives(response["Content-Security-Policy"])
        assert policy["default-src"] == ["'none'"], kind
        for sources in policy.values():
            assert not {"'unsafe-inline'", "'unsafe-eval'", "*", "http:", "https:"} & set(sources), kind
        assert response["X-Content-Type-Options"] == "nosniff", kind
        assert response["Referrer-Policy"] == "same-origin", kind
        assert response["X-Frame-Options"] == "DENY", kind
        assert "Server" not in response and "X-Powered-By" not in response, kind
        if response.get("Content-Disposition"):
            assert response["Content-Disposition"].startswith("attachment;"), kind
            assert "sandbox" in policy, kind
        else:
            assert policy["frame-ancestors"] == ["'none'"] and policy["base-uri"] == ["'none'"], kind
            assert response["Content-Type"].split(";")[0] in ("text/html", "application/json"), kind
        if column != "anon":
            assert {"private", "no-store"} <= set(response["Cache-Control"].split(", ")), kind
        if response["Content-Type"].startswith("text/html") and response.status_code in (200, 422):
            text, pages = response.getvalue().decode(), pages + 1
            assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", text), (
                kind
            )
        seen.add(response.status_code)
    assert pages >= (1 if column == "anon" else 15)
    assert seen >= ({200, 302, 401, 403, 404} if column == "anon" else {200, 302, 403, 404, 405})


def test_what_is_downloaded_is_an_attachment_and_only_that(place: Place) -> None:
    client = visitor(place, "secr")
    sent = {
        address: client.get(place.url(address)).get("Content-Disposition", "")
        for address, row in READ.items()
        if row["secr"] == "ok"
    }
    assert {address for address, disposition in sent.items() if disposition} == DOWNLOADS
    assert all(sent[address].startswith('attachment; filename="') for address in DOWNLOADS)


def test_the_page_of_signing_in_is_kept_by_no_cache() -> None:
    assert "no-store" in Client().get("/accounts/login/")["Cache-Control"]


def test_a_host_that_is_not_ours_gets_no_answer(place: Place) -> None:
    for address in ("account_login", "desk:duties", "api:indicators", "set_language"):
        for host in ("jahat.example", "127.0.0.1.jahat.example", "localhost@jahat.example"):
            response = visitor(place, "secr").get(place.url(address), headers={"Host": host})
            assert response.status_code == 400 and b"jahat" not in response.content, (address, host)


def test_a_host_that_a_proxy_names_is_not_believed(place: Place) -> None:
    """The link in the header of a page is our own whatever `X-Forwarded-Host` says."""
    response = Client().get("/", headers={"X-Forwarded-Host": "jahat.example"})
    assert response["Location"].startswith("/accounts/login/")


COOKIES = """
import json, os
import django
django.setup()
from django.conf import settings
from django.test import Client
from django.utils import timezone
from simpul.actions.accounts import create_account, machine
from simpul.doors.console.server import prepare
prepare()
create_account(email="satu@contoh.example", password="empat kata sandi contoh", actor=machine(timezone.now()))
settings.ALLOWED_HOSTS = ["desk.example"]
client = Client(headers={"Host": "desk.example", "X-Forwarded-Proto": "https"})
client.get("/accounts/login/")
client.post("/i18n/setlang/", {"language": "en"})
signed = client.post("/accounts/login/", {"login": "satu@contoh.example", "password": "empat kata sandi contoh"})
client.post("/account/", {"language": "en", "density": "dense"})
told = {name: {key: str(value) for key, value in morsel.items()} for name, morsel in client.cookies.items()}
print(json.dumps({"cookies": told, "status": signed.status_code,
                  "hsts": signed.headers.get("Strict-Transport-Security", "")}))
"""


def served(home: Any, https: str) -> dict[str, Any]:
    """The cookies of a visit to a desk of its own."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("SIMPUL_")},
        "PYTHONPATH": os.pathsep.join([str(settings.PACKAGE.parent), os.environ.get("PYTHONPATH", "")]),
        "SIMPUL_HOME": str(home),
        "SIMPUL_HTTPS": https,
        "DJANGO_SETTINGS_MODULE": "simpul.site.settings",
    }
    run = subprocess.run(
        [sys.executable, "-c", COOKIES], capture_output=True, text=True, env=environment, cwd=ROOT, check=True
    )
    return dict(json.loads(run.stdout))


def test_under_https_every_cookie_is_secure_and_bound_to_this_host(tmp_path: Any) -> None:
    told = served(tmp_path, "1")
    assert told["status"] == 302 and told["hsts"] == "max-age=31536000; includeSubDomains"
    assert set(told["cookies"]) == {
        "__Host-simpul",
        "__Host-simpul-csrf",
        "__Host-simpul-language",
        "__Host-simpul-messages",
    }
    for name, cookie in told["cookies"].items():
        assert cookie["secure"] == cookie["httponly"] == "True" and cookie["samesite"] == "Lax", name
        assert cookie["path"] == "/" and cookie["domain"] == "", name


def test_without_https_every_cookie_is_out_of_reach_of_scripts_and_other_sites(tmp_path: Any) -> None:
    told = served(tmp_path, "0")
    assert set(told["cookies"]) == {"simpul", "csrftoken", "django_language", "messages"}
    for name, cookie in told["cookies"].items():
        assert cookie["httponly"] == "True" and cookie["samesite"] == "Lax", name


# --- 5. what is another office's does not exist -------------------------------------------------------------------

#: Address -> the part of it that names a row of SOMHD.
ROWS = {
    **{name: "pk" for name in READ if name.startswith(("desk:task", "desk:sheet")) or name == "desk:clear"},
    **{name: "pk" for name in READ if name.startswith("desk:benefit_") and name != "desk:benefit_record"},
    "desk:benefit": "pk",
    "desk:filter_drop": "pk",
    "desk:import": "pk",
    "desk:import_confirm": "pk",
    "desk:import_drop": "pk",
    "desk:file": "pk",
    "exchange:workbook": "task_id",
    "exchange:upload": "task_id",
    "exchange:delivery_file": "pk",
    "papers:download": "pk",
}
NO_ROW = 99_999_999


def said(answer: Any) -> str:
    """What an answer says, without the address it was asked for and the token of its forms."""
    text = answer.content.decode().replace(answer.request["PATH_INFO"], "ADDRESS")
    return re.sub(r"[A-Za-z0-9]{64}", "TOKEN", text)


def heads(answer: Any) -> dict[str, str]:
    """The headers of an answer but its length, which tells how long the address was."""
    return {name: value for name, value in answer.headers.items() if name != "Content-Length"}


@pytest.mark.parametrize("column", ["othr", "none", "admn"])
def test_what_is_not_mine_answers_as_what_is_not_there(place: Place, column: str) -> None:
    client = visitor(place, column)
    before = contents()
    for address, part in ROWS.items():
        if READ[address][column] == "ok":
            continue  # a paper of the round is for every office that has a task in it
        for method in ("get", "post"):
            if method == "post" and address not in WRITE:
                continue
            data = place.form(address) if method == "post" else None
            theirs = getattr(client, method)(place.url(address), data)
            nowhere = getattr(client, method)(place.url(address, **{part: NO_ROW}), data)
            assert theirs.status_code == nowhere.status_code, address
            assert said(theirs) == said(nowhere), address
            assert heads(theirs) == heads(nowhere), address
            # a GET to what only takes forms is refused before anything is looked up
            only_forms = method == "get" and READ[address]["secr"] == "405"
            assert theirs.status_code == (405 if only_forms else 404), address
    assert contents() == before


def test_a_figure_of_another_task_is_not_reached_through_ones_own(place: Place) -> None:
    own = place.world.tasks["SOMSWD"].pk
    client = visitor(place, "othr")
    before = contents()
    for address in ("desk:task_figure", "desk:task_evidence"):
        theirs = client.post(place.url(address, pk=own), place.form(address))
        nowhere = client.post(place.url(address, pk=own, figure=NO_ROW), place.form(address))
        assert theirs.status_code == nowhere.status_code == 404 and said(theirs) == said(nowhere)
    mine = figure_of(place.world, "P-W-1", "SOMSWD").pk
    assert contents() == before
    sent = client.post(place.url("desk:task_figure", pk=own, figure=mine), {"text": "8,2", "nature": "final"})
    assert sent.status_code == 302 and contents() != before


def test_a_file_of_one_delivery_is_not_reached_through_another(place: Place) -> None:
    client = visitor(place, "secr")
    assert client.get(place.url("exchange:delivery_file", delivery=NO_ROW)).status_code == 404
    assert client.get(place.url("exchange:delivery_file")).status_code == 200


def test_a_file_that_belongs_to_no_task_is_nobodys(place: Place) -> None:
    loose = kept(place.world, "lepas.csv", b"lepas\n", "workbook")
    for column in PEOPLE:
        if column != "anon":
            assert visitor(place, column).get(place.url("desk:file", pk=loose.pk)).status_code == 404, column


def texts(place: Place, column: str, address: str) -> str:
    response = visitor(place, column).get(place.url(address))
    assert response.status_code == 200
    text: str = response.content.decode()
    return text


def accepted_from_a_file(place: Place) -> None:
    """The submission the figure was published from says which file and cell it came from, and why it jumped."""
    with behind_its_back():
        figure = place.observation.figure
        assert figure is not None
        figure.source_file, figure.source_cell = place.batch.file, "Angka!H7"
        figure.save()
        finding = {
            "rule": "R-JUMP",
            "severity": "warning",
            "figure": "",
            "reason": "alasan tertulis",
            "sentence": {"id": "", "en": ""},
        }
        figure.submission.findings = [finding]
        figure.submission.save()


@pytest.mark.parametrize("address", ["desk:proof", "desk:indicator", "api:provenance"])
def test_names_files_and_reasons_behind_a_number_are_told_to_who_sees_its_task(
    place: Place, address: str
) -> None:
    accepted_from_a_file(place)
    hidden = ("Producer", "Steward", "Signer", "isian.csv", "Angka!H7", "alasan tertulis", "bukti.pdf")
    told = hidden if address == "api:provenance" else hidden[:-1]
    for column in ("prod", "secr", "audi"):
        text = texts(place, column, address)
        assert [word for word in told if word not in text] == [], column
    for column in ("othr", "none", "admn"):
        text = texts(place, column, address)
        assert "Kemenkes" in text, "the office is told"
        assert [word for word in hidden if word in text] == [], column
        assert f"/tasks/{place.world.tasks['SOMHD'].pk}/" not in text, "no link to what is not there"


@pytest.mark.parametrize("column", ["prod", "audi", "admn", "none"])
def test_no_page_offers_its_reader_a_link_that_answers_there_is_nothing(place: Place, column: str) -> None:
    client = visitor(place, column)
    pages = ("desk:duties", "desk:frameworks", "desk:goal", "desk:indicator", "desk:benefits", "desk:reports")
    for address in pages:
        links = set(re.findall(r'href="(/[^"#?]*)', texts(place, column, address)))
        links = {link for link in links if not link.startswith(("/static/", "/api/"))}
        assert "/frameworks/" in links and len(links) > 6
        assert {link for link in links if client.get(link).status_code == 404} == set(), address


def test_lists_hold_no_task_of_another_office(place: Place) -> None:
    task = place.world.tasks["SOMHD"]
    link = f"/tasks/{task.pk}/"
    for address in ("desk:duties", "desk:round", "desk:clearance"):
        assert link not in texts(place, "othr", address), address
    assert link in texts(place, "stew", "desk:clearance") and link in texts(place, "secr", "desk:round")
    told = {
        column: {row["id"] for row in json.loads(texts(place, column, "api:tasks"))}
        for column in ("othr", "none", "secr")
    }
    own = place.world.tasks["SOMSWD"].pk
    everything = {row.pk for row in place.world.tasks.values()}
    assert told == {"othr": {own}, "none": set(), "secr": everything}


# --- 6. sessions --------------------------------------------------------------------------------------------------


def signed_in(who: str = "producer", password: str = PASSWORD, **how: Any) -> Client:
    """A browser that went through the page of signing in."""
    client = Client(**how)
    response = client.post("/accounts/login/", {"login": f"{who}@contoh.example", "password": password})
    assert response.status_code == 302, "signed in"
    return client


def same_cookies(client: Client) -> Client:
    """Another browser with what somebody copied from this one."""
    copy = Client()
    copy.cookies.load({name: morsel.value for name, morsel in client.cookies.items()})
    return copy


def is_in(client: Client) -> bool:
    response = client.get("/account/")
    if response.status_code == 200:
        return True
    assert answer(response) == "in"
    return False


@pytest.fixture
def world() -> Iterator[World]:
    with on():
        made = make_world()
        made.open()
        yield made


def test_signing_out_ends_the_session_also_for_a_copy_of_its_cookie(world: World) -> None:
    client = signed_in()
    copy = same_cookies(client)
    assert is_in(client) and is_in(copy)
    assert client.post("/accounts/logout/").status_code == 302
    assert not is_in(client) and not is_in(copy)


def test_signing_out_here_leaves_a_session_elsewhere(world: World) -> None:
    here, elsewhere = signed_in(), signed_in()
    here.post("/accounts/logout/")
    assert not is_in(here) and is_in(elsewhere)


def test_a_session_set_before_signing_in_is_not_the_one_after(world: World) -> None:
    planted = signed_in("steward")
    client = same_cookies(planted)
    before = client.cookies["simpul"].value
    client.post("/accounts/logout/")
    client.cookies["simpul"] = before
    client.post("/accounts/login/", {"login": "producer@contoh.example", "password": PASSWORD})
    assert client.cookies["simpul"].value != before
    assert is_in(client) and not is_in(planted)


def test_a_session_ends_after_twelve_hours_however_busy_it_was(world: World) -> None:
    client = signed_in()
    assert client.cookies["simpul"]["max-age"] == "", "and with the browser"
    for hour in (12, 16, 20):
        with on(moment(2026, 4, 10, hour)):
            assert client.post("/account/", {"language": "id", "density": "dense"}).status_code == 302
            assert is_in(client)
    with on(moment(2026, 4, 10, 20, 59)):
        assert is_in(client)
    with on(moment(2026, 4, 10, 21, 1)):
        assert not is_in(client)


def end(world: World, who: str, until: date) -> None:
    for row in Designation.objects.filter(person__user=world.users[who]):
        end_designation(designation=row, until=until, reason="mutasi", actor=world.machine)


def test_a_designation_that_ended_takes_the_right_from_an_open_session(world: World) -> None:
    client, task = signed_in(), world.tasks["SOMHD"].pk
    narrative = f"/tasks/{task}/narratives/plan/"
    assert client.get(f"/tasks/{task}/").status_code == 200
    assert client.post(narrative, {"text": "Satu."}).status_code == 302
    end(world, "producer", date(2026, 4, 10))
    before = contents()
    assert client.get(f"/tasks/{task}/").status_code == 404
    assert client.post(narrative, {"text": "Dua."}).status_code == 404
    assert client.get(f"/exchange/tasks/{task}/workbook.xlsx").status_code == 404
    assert client.get("/api/rounds/2026-Q1/tasks").json() == []
    assert contents() == before
    assert is_in(client), "the person still has an account, without a role"


def test_a_designation_that_ends_tomorrow_holds_today_and_ends_at_midnight_here(world: World) -> None:
    task = world.tasks["SOMHD"].pk
    end(world, "producer", date(2026, 4, 11))
    last_minute = moment(2026, 4, 10, 23, 59)
    with on(last_minute):
        client = signed_in()
        assert client.get(f"/tasks/{task}/").status_code == 200
    # by the clock of the machine, in UTC, it is still 10 April
    with on(last_minute + timedelta(minutes=2)):
        assert client.get(f"/tasks/{task}/").status_code == 404


def test_a_secretary_who_left_opens_no_round_with_the_form_still_on_the_screen(world: World) -> None:
    client = signed_in("secretariat")
    form = {
        "obligation": "quarterly",
        "period": "2026-Q2",
        "opens_on": "2026-07-01",
        "due_on": "2026-07-24",
        "closes_on": "2026-08-07",
    }
    assert client.get("/rounds/open/").status_code == 200
    end(world, "secretariat", date(2026, 4, 10))
    assert client.post("/rounds/open/", form).status_code == 404


def test_a_session_older_than_the_password_is_dead(world: World) -> None:
    client = signed_in()
    copy = same_cookies(client)
    change_password(old=PASSWORD, new="gerimis lampu tikar", actor=world.actor("producer"))
    assert not is_in(client) and not is_in(copy)
    assert is_in(signed_in(password="gerimis lampu tikar"))


def test_an_account_that_was_closed_has_no_session_and_says_so_at_the_door(world: World) -> None:
    client = signed_in()
    with behind_its_back():
        User.objects.filter(pk=world.users["producer"].pk).update(is_active=False)
    assert not is_in(client)
    form = {"login": "producer@contoh.example", "password": PASSWORD}
    response = Client().post("/accounts/login/", form, follow=True)
    assert response.status_code == 200 and response.redirect_chain == [("/accounts/login/", 302)]
    assert "Akun ini ditutup." in response.content.decode()
    wrong = Client().post("/accounts/login/", {**form, "password": "bukan kata sandi itu"})
    assert "ditutup" not in wrong.content.decode(), "only who knows the password learns it"


def test_an_address_that_has_no_account_is_refused_in_the_same_words(world: World) -> None:
    def refused(address: str) -> str:
        form = {"login": address, "password": "bukan kata sandi itu"}
        response = Client().post("/accounts/login/", form)
        assert response.status_code == 200
        text = response.content.decode().replace(address, "…")
        return re.sub(r'name="csrfmiddlewaretoken" value="\w+"|X-CSRFToken": "\w+"', "", text)

    assert refused("producer@contoh.example") == refused("tiada@contoh.example")


# --- 7. redirects -------------------------------------------------------------------------------------------------

ELSEWHERE = [
    "https://jahat.example/",
    "//jahat.example/",
    "///jahat.example/",
    "////jahat.example",
    "http:///jahat.example/",
    "https:jahat.example",
    "/\\jahat.example/",
    "\\\\jahat.example/",
    "/\t/jahat.example/",
    "\x00//jahat.example/",
    "javascript:alert(1)",
    "data:text/html,x",
    "https://testserver@jahat.example/",
    "https://testserver.jahat.example/",
    " https://jahat.example/",
]


def leads_home(response: Any) -> bool:
    """Whether a browser that follows stays at this host, reading `\\`, tabs and spaces as browsers do."""
    assert response.status_code == 302
    location = re.sub(r"[\t\r\n\x00]", "", response["Location"].strip()).replace("\\", "/")
    there = urlsplit(urljoin("http://testserver/accounts/login/", location))
    return (there.scheme, there.netloc) == ("http", "testserver")


@pytest.mark.parametrize("target", ELSEWHERE)
def test_no_link_leads_through_us_to_another_host(world: World, target: str) -> None:
    form = {"login": "producer@contoh.example", "password": PASSWORD}
    assert leads_home(Client().post("/accounts/login/", {**form, "next": target}))
    assert leads_home(Client().post("/accounts/login/", form, query_params={"next": target}))
    client = signed_in()
    assert leads_home(client.get("/accounts/login/", {"next": target}))
    for method in (client.get, client.post):
        assert leads_home(method("/i18n/setlang/", {"language": "en", "next": target}))
    assert leads_home(client.post("/i18n/setlang/", {"language": "en"}, headers={"Referer": target}))
    assert leads_home(client.post("/accounts/logout/", {"next": target}))


def test_after_signing_in_the_page_that_was_asked_for_opens(world: World) -> None:
    asked = Client().get("/rounds/")
    assert asked["Location"] == "/accounts/login/?next=/rounds/"
    form = {"login": "producer@contoh.example", "password": PASSWORD, "next": "/rounds/"}
    assert Client().post("/accounts/login/", form)["Location"] == "/rounds/"
    chosen = Client().post("/i18n/setlang/", {"language": "en", "next": "/rounds/"})
    assert chosen["Location"] == "/rounds/"


# --- 8. accounts --------------------------------------------------------------------------------------------------

CLOSED = [
    "", "signup/", "email/", "inactive/", "reauthenticate/", "confirm-email/", "confirm-email/a:b:c/",
    "password/change/", "password/set/", "password/reset/", "password/reset/done/", "password/reset/key/done/",
    "password/reset/key/1-set-password/", "login/code/", "login/code/confirm/", "signup/passkey/",
    "phone/verify/", "phone/change/", "2fa/", "sessions/", "social/login/cancelled/",
]  # fmt: skip


@pytest.mark.parametrize("who", ["anon", "prod"])
def test_no_other_page_of_the_accounts_library_is_offered(world: World, who: str) -> None:
    client = client_of(world, "producer") if who == "prod" else Client()
    for address in CLOSED:
        for method in (client.get, client.post):
            assert method(f"/accounts/{address}").status_code == 404, address
    assert client.get("/.well-known/change-password").status_code == 404


def test_of_the_accounts_library_only_two_views_are_reached() -> None:
    def views(resolver: URLResolver) -> Iterator[Any]:
        for pattern in resolver.url_patterns:
            yield from views(pattern) if isinstance(pattern, URLResolver) else [pattern.callback]

    found = [one.view_class for one in views(get_resolver()) if one.__module__.startswith("allauth")]
    assert found == [LoginView, LogoutView]


def change(client: Client, **form: str) -> Any:
    return client.post("/account/password/", {"old": PASSWORD, "new": NEW, "again": NEW, **form})


NEW = "gerimis lampu tikar senja"


@pytest.mark.parametrize(
    ("language", "title", "wrong", "unlike"),
    [
        (
            "id",
            "Ganti kata sandi",
            "Kata sandi yang sekarang tidak benar.",
            "Kedua kata sandi baru tidak sama.",
        ),
        (
            "en",
            "Change password",
            "The present password is not right.",
            "The two new passwords are not the same.",
        ),
    ],
)
def test_the_page_of_the_password_says_what_is_wrong_at_its_field(
    world: World, language: str, title: str, wrong: str, unlike: str
) -> None:
    client = client_of(world, "producer", language)
    assert "/account/password/" in client.get("/account/").content.decode()
    text = client.get("/account/password/").content.decode()
    assert f"<h1>{title}</h1>" in text and 'value="producer@contoh.example"' in text
    for form, sentence, field in (
        ({"old": "bukan kata sandi itu"}, wrong, "old"),
        ({"again": "lain sama sekali ya"}, unlike, "again"),
        ({"new": "lima5", "again": "lima5"}, "12", "new"),
    ):
        response = change(client, **form)
        text = response.content.decode()
        assert response.status_code == 422 and sentence in text
        assert re.search(rf'id="{field}-err">.*?{re.escape(sentence)}', text)
        assert re.search(
            rf'id="{field}" [^>]*aria-invalid="true" aria-describedby="[\w -]*{field}-err"', text
        )
        assert text.count("aria-invalid") == 1
        assert not any(value in text for value in (PASSWORD, NEW, "lima5", "lain sama sekali ya"))
    assert User.objects.get(pk=world.users["producer"].pk).check_password(PASSWORD)


def test_this_session_goes_on_with_the_new_password_and_all_others_end(world: World) -> None:
    here, elsewhere = signed_in(), signed_in()
    stolen = same_cookies(here)
    response = change(here)
    assert (response.status_code, response["Location"]) == (302, "/account/")
    assert is_in(here) and not is_in(elsewhere) and not is_in(stolen)
    assert is_in(signed_in(password=NEW))
    assert Client().post(
        "/accounts/login/", {"login": "producer@contoh.example", "password": PASSWORD}
    ).status_code == 200  # fmt: skip


def test_who_holds_a_session_does_not_guess_the_password_of_its_owner(world: World) -> None:
    client = signed_in()
    with mock.patch("allauth.core.internal.ratelimit.time.time", return_value=1_800_000_000.0) as clock:
        for _ in range(5):
            assert "tidak benar" in change(client, old="bukan kata sandi itu").content.decode()
        told = change(client)
        assert told.status_code == 422 and "Terlalu banyak percobaan" in told.content.decode()
        assert is_in(signed_in(password=PASSWORD)), "nothing was changed by the sixth, rightly filled in"
        clock.return_value += 61
        assert change(client).status_code == 302


def test_too_many_failures_at_the_door_close_it_for_a_while_and_the_page_is_the_desks(world: World) -> None:
    with mock.patch("allauth.core.internal.ratelimit.time.time", return_value=1_800_000_000.0) as clock:
        wrong = {"login": "producer@contoh.example", "password": "bukan kata sandi itu"}
        for _ in range(5):
            assert Client().post("/accounts/login/", wrong).status_code == 200
        right = {**wrong, "password": PASSWORD}
        assert Client().post("/accounts/login/", right).status_code == 200, "held back although it is right"
        clock.return_value += 301
        assert Client().post("/accounts/login/", right).status_code == 302
        answers = [Client().post("/accounts/login/", {"login": "x", "password": "y"}) for _ in range(61)]
    assert {one.status_code for one in answers} == {200, 429}
    assert "Terlalu banyak percobaan" in answers[-1].content.decode()


def test_neither_page_nor_log_nor_audit_holds_a_password(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    client = signed_in()
    with caplog.at_level("DEBUG"):
        change(client, old="bukan kata sandi itu")
        change(client)
    rows = json.dumps(list(AuditEntry.objects.values()), default=str)
    for secret in (PASSWORD, NEW, "bukan kata sandi itu"):
        assert secret not in caplog.text and secret not in rows
