"""Addresses of the desk: the work of a round first, then the data behind it."""

from __future__ import annotations

from django.urls import path, register_converter

from .administration import accounts as keys
from .administration import activity, answering, content, designations, obligations, people, posts
from .administration import offices as one_office
from .data import (
    alignments,
    codes,
    directory,
    events,
    finalisation,
    frameworks,
    free_days,
    glossary,
    indicator_page,
    indicators,
    metadata,
    offices,
    proof,
    reports,
    search,
    sheet_page,
    wordings,
)
from .data import benefits as records
from .work import (
    accounts,
    asked,
    benefits,
    bulk,
    clearance,
    duties,
    files,
    filters,
    imports,
    intake,
    rounds,
    splitting,
    tasks,
)
from .work.requests import items, one, overview, versions

app_name = "desk"


class RegisterCode:
    """A number of the register of requests: `2026/17`."""

    regex = r"\d{4}/\d+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(RegisterCode, "register")

#: Incoming requests; their pages are told apart from the register's numbers by a word.
REQUESTS = [
    path("requests/", overview.requests, name="requests"),
    path("requests/<register:code>/", one.request, name="request"),
    path("requests/<register:code>/forward/", one.forward, name="request_forward"),
    path("requests/<register:code>/close/", one.close, name="request_close"),
    path("requests/items/<int:pk>/", items.item, name="request_item"),
    path("requests/items/<int:pk>/answer/", items.answer, name="request_answer"),
    path("requests/items/<int:pk>/take/", items.take, name="request_take"),
    path("requests/items/<int:pk>/national/", items.national, name="request_national"),
    path("requests/items/<int:pk>/return/", items.send_back, name="request_answer_return"),
    path("requests/items/<int:pk>/reroute/", items.reroute, name="request_reroute"),
    path("requests/items/<int:pk>/due/", items.due, name="request_item_due"),
    path("requests/versions/<int:pk>/", versions.version, name="request_version"),
    path("requests/versions/<int:pk>/clear/", versions.clear, name="request_clear"),
    path("requests/versions/<int:pk>/return/", versions.send_back, name="request_return"),
    path("requests/versions/<int:pk>/send/", versions.send, name="request_send"),
    path("requests/versions/<int:pk>/receipt/", versions.receipt, name="request_receipt"),
    path("requests/versions/<int:pk>/clarify/", versions.clarify, name="request_clarify"),
    path("requests/clarifications/<int:pk>/route/", one.route, name="request_route"),
]

WORK = [
    path("", duties.duties, name="duties"),
    path("rounds/", rounds.rounds, name="rounds"),
    path("rounds/open/", rounds.open_one, name="round_open"),
    path("rounds/<str:period>/", rounds.one, name="round"),
    path("rounds/<str:period>/together/", bulk.together, name="round_together"),
    path("rounds/<str:period>/close/", rounds.close_one, name="round_close"),
    path("tasks/<int:pk>/", tasks.task, name="task"),
    path("tasks/<int:pk>/figures/<int:figure>/", tasks.figure, name="task_figure"),
    path("tasks/<int:pk>/figures/<int:figure>/evidence/", tasks.evidence, name="task_evidence"),
    path("tasks/<int:pk>/narratives/<slug:field>/", tasks.narrative, name="task_narrative"),
    path("tasks/<int:pk>/nothing-new/", tasks.nothing_new, name="task_nothing_new"),
    path("tasks/<int:pk>/warnings/", tasks.warning, name="task_warning"),
    path("tasks/<int:pk>/remarks/", tasks.remarks, name="task_remark"),
    path("tasks/<int:pk>/submit/", tasks.send, name="task_submit"),
    path("tasks/<int:pk>/recall/", tasks.take_back, name="task_recall"),
    path("tasks/<int:pk>/extend/", tasks.more_time, name="task_extend"),
    path("tasks/<int:pk>/extend/ask/", tasks.ask_time, name="task_ask_extension"),
    path("tasks/<int:pk>/extend/decline/", tasks.decline_time, name="task_decline_extension"),
    path("clearance/", clearance.queue, name="clearance"),
    path("tasks/<int:pk>/check/", clearance.check, name="clear"),
    path("tasks/<int:pk>/check/clear/", clearance.approve, name="task_clear"),
    path("tasks/<int:pk>/check/return/", clearance.send_back, name="task_return"),
    path("tasks/<int:pk>/check/on-behalf/", clearance.on_behalf, name="task_on_behalf"),
    path("tasks/<int:pk>/reopen/", clearance.open_again, name="task_reopen"),
    path("imports/<int:pk>/", imports.result, name="import"),
    path("imports/<int:pk>/confirm/", imports.confirm, name="import_confirm"),
    path("imports/<int:pk>/drop/", imports.drop, name="import_drop"),
    path("tasks/<int:pk>/extend/withdraw/", tasks.take_time_back, name="task_withdraw_extension"),
    path("filters/keep/", filters.keep, name="filter_keep"),
    path("filters/<int:pk>/drop/", filters.drop, name="filter_drop"),
    path("files/<int:pk>/", files.download, name="file"),
    path("benefits/record/", benefits.record, name="benefit_record"),
    path("benefits/<int:pk>/revise/", benefits.revise, name="benefit_revise"),
    path("benefits/<int:pk>/evidence/", benefits.evidence, name="benefit_evidence"),
    path("benefits/<int:pk>/confirm/", benefits.confirm, name="benefit_confirm"),
    path("benefits/<int:pk>/on-behalf/", benefits.on_behalf, name="benefit_on_behalf"),
    path("benefits/<int:pk>/withdraw/", benefits.withdraw, name="benefit_withdraw"),
    path("asked/", asked.asked, name="asked"),
    path("requests/register/", intake.register, name="request_register"),
    path("requests/<register:code>/edit/", intake.edit, name="request_edit"),
    path("requests/<register:code>/split/", splitting.split, name="request_split"),
    path("requests/<register:code>/send-out/", splitting.send, name="request_send_out"),
    path("account/", duties.account, name="account"),
    path("account/password/", accounts.password, name="password"),
]

DATA = [
    path("indicators/", indicators.indicators, name="indicators"),
    path("indicators/<str:code>/", indicator_page.indicator, name="indicator"),
    path("metadata/", metadata.metadata, name="metadata"),
    path("indicators/<str:code>/wordings/", wordings.wordings, name="wordings"),
    path("indicators/<str:code>/merge/", wordings.merge, name="indicator_merge"),
    path("alignments/", alignments.alignments, name="alignments"),
    path("alignments/propose/", alignments.propose, name="alignment_propose"),
    path("alignments/<int:pk>/", alignments.alignment, name="alignment"),
    path("alignments/<int:pk>/answer/", alignments.reply, name="alignment_reply"),
    path("alignments/<int:pk>/approve/", alignments.approve, name="alignment_approve"),
    path("finalisation/", finalisation.board, name="finalisation"),
    path("finalisation/call/", finalisation.call, name="finalisation_call"),
    path("finalisation/<int:pk>/close/", finalisation.close, name="finalisation_close"),
    path("sheets/<int:pk>/", sheet_page.sheet, name="sheet"),
    path("sheets/<int:pk>/propose/", sheet_page.propose, name="sheet_propose"),
    path("sheets/<int:pk>/comment/", sheet_page.comment, name="sheet_comment"),
    path("sheets/<int:pk>/comments/<int:comment>/answer/", sheet_page.reply, name="sheet_reply"),
    path("sheets/<int:pk>/back/", sheet_page.back, name="sheet_back"),
    path("sheets/<int:pk>/fix/", sheet_page.fix, name="sheet_fix"),
    path("sheets/<int:pk>/agree/", sheet_page.agree, name="sheet_agree"),
    path("sheets/<int:pk>/attach/", sheet_page.attach, name="sheet_attach"),
    path("numbers/<int:pk>/", proof.proof, name="proof"),
    path("frameworks/", frameworks.frameworks, name="frameworks"),
    path("frameworks/<str:code>/", frameworks.framework, name="framework"),
    path("frameworks/<str:code>/<str:goal>/", frameworks.goal, name="goal"),
    path("benefits/", records.benefits, name="benefits"),
    path("benefits/<int:pk>/", records.benefit, name="benefit"),
    path("codes/", codes.code_lists, name="code_lists"),
    path("codes/<slug:code>/", codes.code_list, name="code_list"),
    path("code-imports/<int:pk>/", codes.code_import, name="code_import"),
    path("code-imports/<int:pk>/drop/", codes.code_import_drop, name="code_import_drop"),
    path("free-days/", free_days.free_days, name="free_days"),
    path("free-days/add/", free_days.add, name="free_day_add"),
    path("free-days/<int:pk>/", free_days.correct, name="free_day"),
    path("directory/", directory.directory, name="directory"),
    path("directory/<str:code>/", directory.body, name="body"),
    path("calendar/", events.calendar, name="calendar"),
    path("calendar/asean.ics", events.calendar_file, name="calendar_file"),
    path("glossary/", glossary.glossary, name="glossary"),
    path("reports/", reports.reports, name="reports"),
    path("search/", search.search, name="search"),
]

ADMINISTRATION = [
    path("activity/", activity.activity, name="activity"),
    path("users/", keys.users, name="users"),
    path("users/open/", keys.open_one, name="user_open"),
    path("users/<int:pk>/", keys.user, name="user"),
    path("users/<int:pk>/password/", keys.password, name="user_password"),
    path("users/<int:pk>/sessions/", keys.sessions, name="user_sessions"),
    path("users/<int:pk>/email/", keys.email, name="user_email"),
    path("users/<int:pk>/close/", keys.close, name="user_close"),
    path("users/<int:pk>/reopen/", keys.reopen, name="user_reopen"),
    path("offices/", offices.offices, name="offices"),
    path("offices/add/", one_office.add, name="office_add"),
    path("offices/<str:code>/", one_office.office, name="office"),
    path("offices/<str:code>/end/", one_office.end, name="office_end"),
    path("offices/<str:code>/designate/", designations.designate_at, name="designate_at"),
    path("directory/<str:code>/designate/", designations.designate, name="designate"),
    path("directory/<str:code>/offices/", answering.answering, name="answering"),
    path("directory/<str:code>/offices/add/", answering.answer, name="answer_for"),
    path("directory/<str:code>/seats/open/", answering.seat, name="seat_open"),
    path("responsibilities/<int:pk>/end/", answering.end, name="answering_end"),
    path("offices/<str:code>/posts/add/", posts.add, name="post_add"),
    path("posts/<int:pk>/", posts.post, name="post"),
    path("posts/<int:pk>/hold/", posts.hold, name="post_hold"),
    path("holdings/<int:pk>/end/", posts.end, name="holding_end"),
    path("people/", people.people, name="people"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/correct/", people.correct, name="person_correct"),
    path("designations/<int:pk>/", designations.designation, name="designation"),
    path("designations/<int:pk>/end/", designations.end, name="designation_end"),
    path("designations/<int:pk>/letter/", designations.letter, name="designation_letter"),
    path("obligations/", obligations.obligations, name="obligations"),
    path("obligations/<str:code>/", obligations.obligation, name="obligation"),
    path("obligations/<str:code>/adjust/", obligations.adjust, name="obligation_adjust"),
    path("content/", content.versions, name="content"),
    path("content/<str:code>/", content.version, name="content_version"),
    path("content/<slug:kind>/<path:code>/", content.fact, name="content_fact"),
]

urlpatterns = WORK + REQUESTS + DATA + ADMINISTRATION
