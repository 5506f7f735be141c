"""What was done, in plain words: a sentence in both languages for every code of the audit trail.

A sentence begins with who did it, which the reader of the row puts before it, and says of what by `{what}`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

#: Code of an action -> what was done: Indonesian, English.
SENTENCES: dict[str, tuple[str, str]] = {
    # accounts
    "accounts.create": ("membuka {what}", "opened {what}"),
    "accounts.reading": ("mengatur cara membaca pada {what}", "set how to read in {what}"),
    "accounts.change_password": ("mengganti kata sandi {what}", "changed the password of {what}"),
    "accounts.issue_password": ("memberi kata sandi baru untuk {what}", "issued a new password for {what}"),
    "accounts.close": ("menutup {what}", "closed {what}"),
    "accounts.reopen": ("membuka kembali {what}", "reopened {what}"),
    "accounts.end_sessions": ("mengakhiri semua sesi {what}", "ended all sessions of {what}"),
    "accounts.change_email": ("mengganti alamat surel {what}", "changed the e-mail address of {what}"),
    # who speaks for whom
    "directory.add_person": ("mencatat {what}", "recorded {what}"),
    "directory.correct_person": ("memperbaiki {what}", "corrected {what}"),
    "directory.add_post": ("mencatat {what}", "recorded {what}"),
    "directory.hold_post": ("mencatat {what}", "recorded {what}"),
    "directory.end_holding": ("mengakhiri {what}", "ended {what}"),
    "directory.answer_for": ("mencatat {what}", "recorded {what}"),
    "directory.end_answering": ("mengakhiri {what}", "ended {what}"),
    "directory.open_seat": ("membuka {what}", "opened {what}"),
    "directory.receive_letter": ("mencatat surat untuk {what}", "recorded the letter of {what}"),
    "directory.designate": ("mencatat {what}", "recorded {what}"),
    "directory.end_designation": ("mengakhiri {what}", "ended {what}"),
    "directory.add_organisation": ("menambahkan {what}", "added {what}"),
    "directory.end_organisation": ("mengakhiri {what}", "ended {what}"),
    "directory.succeed_organisation": (
        "mencatat penerus {what}",
        "recorded what took the place of {what}",
    ),
    # content and its working values
    "content.load": ("memuat {what}", "loaded {what}"),
    "obligations.adjust": (
        "mengatur alur persetujuan atau tanggal {what}",
        "set the chain or the dates of {what}",
    ),
    # a round and its tasks
    "reporting.open_round": ("membuka {what}", "opened {what}"),
    "reporting.close_round": ("menutup {what}", "closed {what}"),
    "reporting.save_entry": ("menyimpan angka pada {what}", "saved a figure of {what}"),
    "reporting.save_narrative": ("menyimpan isian narasi pada {what}", "saved a paragraph of {what}"),
    "reporting.attach_evidence": ("melampirkan bukti pada {what}", "attached evidence to {what}"),
    "reporting.override_warning": ("menjawab peringatan pada {what}", "answered a warning of {what}"),
    "reporting.remark": ("menulis catatan pada {what}", "wrote a remark on {what}"),
    "reporting.check_import": ("mengunggah berkas untuk {what}", "uploaded a file for {what}"),
    "reporting.refuse_import": (
        "mengunggah berkas untuk {what}, yang tidak dapat dibaca",
        "uploaded a file for {what} that could not be read",
    ),
    "reporting.confirm_import": ("mengimpor berkas ke {what}", "imported a file into {what}"),
    "reporting.drop_import": ("mengesampingkan unggahan untuk {what}", "put aside an upload for {what}"),
    "reporting.submit": ("mengajukan {what}", "submitted {what}"),
    "reporting.recall": ("menarik kembali {what}", "took back {what}"),
    "reporting.clear": ("menyetujui {what} pada langkahnya", "cleared {what} at one step"),
    "reporting.accept": (
        "menyetujui {what} pada langkah terakhir; tugas diterima",
        "cleared {what} at the last step; it is accepted",
    ),
    "reporting.return": ("mengembalikan {what}", "returned {what}"),
    "reporting.reopen": ("membuka kembali {what}", "reopened {what}"),
    "reporting.remind": ("mengirim pengingat untuk {what}", "sent a reminder of {what}"),
    "reporting.ask_extension": ("meminta perpanjangan untuk {what}", "asked for more time for {what}"),
    "reporting.extend": ("memperpanjang tenggat {what}", "granted more time for {what}"),
    "reporting.decline_extension": (
        "menolak permintaan perpanjangan {what}",
        "declined the request for more time for {what}",
    ),
    "reporting.withdraw_extension": ("menarik perpanjangan {what}", "took back an extension of {what}"),
    "reporting.record_paper": ("membuat laporan {what}", "made a report of {what}"),
    "reporting.record_delivery": ("membuat penyerahan {what}", "made a delivery of {what}"),
    "reporting.clear_delivery": ("menyetujui {what}", "cleared {what}"),
    "reporting.hand_over": ("mencatat serah terima {what}", "recorded the handing over of {what}"),
    "progress.compute": ("menghitung {what}", "computed {what}"),
    # sheets, alignments, codes
    "catalogue.call_finalisation": ("mengundang K/L untuk {what}", "called {what}"),
    "catalogue.close_finalisation": ("menutup {what}", "closed {what}"),
    "catalogue.propose_sheet": ("mengusulkan rumusan {what}", "proposed a wording of {what}"),
    "catalogue.comment_sheet": ("menanggapi rumusan {what}", "commented on the wording of {what}"),
    "catalogue.answer_comment": (
        "menjawab tanggapan pada {what}",
        "answered a comment on {what}",
    ),
    "catalogue.send_sheet_back": ("mengembalikan rumusan {what}", "sent back the wording of {what}"),
    "catalogue.fix_position": (
        "menetapkan posisi nasional {what}",
        "fixed the national position on {what}",
    ),
    "catalogue.agree_sheet": ("mencatat kesepakatan atas {what}", "recorded the agreement on {what}"),
    "catalogue.attach_decision": (
        "melampirkan berkas putusan atas {what}",
        "attached the file of the decision on {what}",
    ),
    "catalogue.merge_indicator": (
        "menggabungkan {what} ke indikator lain",
        "merged {what} into another indicator",
    ),
    "catalogue.propose_alignment": ("mengusulkan {what}", "proposed {what}"),
    "catalogue.agree_alignment": ("menyetujui usulan {what}", "agreed to {what}"),
    "catalogue.object_alignment": ("berkeberatan atas {what}", "objected to {what}"),
    "catalogue.approve_alignment": ("menetapkan {what}", "approved {what}"),
    "codes.check": ("mengunggah terbitan {what}", "uploaded a release of {what}"),
    "codes.refuse": (
        "mengunggah terbitan {what}, yang tidak dapat dibaca",
        "uploaded a release of {what} that could not be read",
    ),
    "codes.import": ("mengimpor terbitan {what}", "imported a release of {what}"),
    "codes.drop": ("mengesampingkan unggahan {what}", "put aside an upload of {what}"),
    # benefit records
    "benefits.record": ("mencatat {what}", "recorded {what}"),
    "benefits.revise": ("merevisi {what}", "revised {what}"),
    "benefits.confirm": ("mengonfirmasi {what}", "confirmed {what}"),
    "benefits.withdraw": ("menarik {what}", "withdrew {what}"),
    # incoming requests
    "requests.register": ("mendaftarkan {what}", "registered {what}"),
    "requests.change_dates": ("mengubah tanggal {what}", "changed the dates of {what}"),
    "requests.dispose": ("mencatat disposisi {what}", "recorded who takes {what} in hand"),
    "requests.close": ("menutup {what}", "closed {what}"),
    "requests.bring_form": ("mengunggah formulir untuk {what}", "uploaded the form of {what}"),
    "requests.split": ("membagi {what} ke K/L", "split {what} over offices"),
    "requests.send_out": ("mengirim {what} ke K/L", "sent {what} to offices"),
    "requests.reroute": ("mengalihkan {what}", "asked another office about {what}"),
    "requests.set_item_due": ("mengatur tenggat {what}", "set the date of {what}"),
    "requests.save_answer": ("menyimpan jawaban pada {what}", "saved an answer to {what}"),
    "requests.hand_in": ("menyerahkan jawaban pada {what}", "handed in an answer to {what}"),
    "requests.return_answer": ("mengembalikan jawaban pada {what}", "returned an answer to {what}"),
    "requests.consolidate": (
        "menyusun jawaban nasional pada {what}",
        "wrote the national answer to {what}",
    ),
    "requests.put_forward": ("mengajukan jawaban atas {what}", "put forward the answer to {what}"),
    "requests.clear": ("menyetujui jawaban atas {what}", "cleared the answer to {what}"),
    "requests.return": ("mengembalikan jawaban atas {what}", "returned the answer to {what}"),
    "requests.send": ("mengirim jawaban atas {what}", "sent the answer to {what}"),
    "requests.note_receipt": (
        "mencatat tanda terima jawaban atas {what}",
        "noted the receipt of the answer to {what}",
    ),
    "requests.log_clarification": (
        "mencatat permintaan penjelasan atas {what}",
        "recorded what was asked back about {what}",
    ),
    "requests.route_clarification": (
        "meneruskan permintaan penjelasan atas {what}",
        "passed on what was asked back about {what}",
    ),
    # days, files, filters
    "calendar.add_free_day": ("menambahkan {what}", "added {what}"),
    "calendar.correct_free_day": ("memperbaiki {what}", "corrected {what}"),
    "calendar.withdraw_free_day": ("menarik {what}", "withdrew {what}"),
    "files.keep": ("menyimpan {what}", "kept {what}"),
    "lists.keep_filter": ("menyimpan {what}", "kept {what}"),
    "lists.drop_filter": ("mengesampingkan {what}", "put aside {what}"),
}

#: What is acted upon -> how it is called, with `{name}`: Indonesian, English.
THINGS: dict[str, tuple[str, str]] = {
    "user": ("akun {name}", "the account {name}"),
    "person": ("data orang {name}", "the person {name}"),
    "designation": ("penunjukan {name}", "the designation of {name}"),
    "post": ("jabatan {name}", "the post {name}"),
    "post_holding": ("pemegang jabatan {name}", "the holder of the post {name}"),
    "responsibility": ("tanggung jawab {name}", "the responsibility {name}"),
    "seat": ("kursi {name}", "the seat {name}"),
    "organisation": ("K/L {name}", "the office {name}"),
    "content_version": ("konten {name}", "the content {name}"),
    "obligation": ("kewajiban lapor {name}", "the obligation {name}"),
    "round": ("putaran {name}", "the round {name}"),
    "task": ("tugas {name}", "the task {name}"),
    "delivery": ("penyerahan {name}", "the delivery {name}"),
    "result_set": ("kumpulan hasil {name}", "the results {name}"),
    "finalisation": ("finalisasi {name}", "the finalisation {name}"),
    "indicator": ("indikator {name}", "the indicator {name}"),
    "alignment": ("penyelarasan {name}", "the alignment {name}"),
    "code_list": ("daftar kode {name}", "the code list {name}"),
    "benefit": ("catatan manfaat {name}", "the benefit record {name}"),
    "request": ("permintaan {name}", "the request {name}"),
    "free_day": ("hari libur {name}", "the free day {name}"),
    "file": ("berkas {name}", "the file {name}"),
    "saved_filter": ("saringan {name}", "the filter {name}"),
}

#: Kind of thing -> its heading in a list: Indonesian, English.
KINDS: dict[str, tuple[str, str]] = {
    "user": ("Akun", "Accounts"),
    "person": ("Orang", "People"),
    "designation": ("Penunjukan", "Designations"),
    "post": ("Jabatan", "Posts"),
    "post_holding": ("Pemegang jabatan", "Holders of posts"),
    "responsibility": ("Tanggung jawab", "Responsibilities"),
    "seat": ("Kursi", "Seats"),
    "organisation": ("K/L", "Offices"),
    "content_version": ("Konten", "Content"),
    "obligation": ("Kewajiban lapor", "Obligations"),
    "round": ("Putaran", "Rounds"),
    "task": ("Tugas", "Tasks"),
    "delivery": ("Penyerahan", "Deliveries"),
    "result_set": ("Hasil perhitungan", "Results"),
    "finalisation": ("Finalisasi", "Finalisation"),
    "indicator": ("Lembar indikator", "Sheets of indicators"),
    "alignment": ("Penyelarasan", "Alignments"),
    "code_list": ("Daftar kode", "Code lists"),
    "benefit": ("Catatan manfaat", "Benefit records"),
    "request": ("Permintaan", "Requests"),
    "free_day": ("Hari libur", "Free days"),
    "file": ("Berkas", "Files"),
    "saved_filter": ("Saringan", "Filters"),
}

#: The verb whose national holders read every row about a kind of thing; others read rows of what is theirs to see.
READERS: dict[str, str] = {
    "user": "accounts.edit",
    "person": "directory.edit",
    "designation": "directory.edit",
    "post": "directory.edit",
    "post_holding": "directory.edit",
    "responsibility": "directory.edit",
    "seat": "directory.edit",
    "organisation": "directory.edit",
    "content_version": "content.load",
    "obligation": "obligation.adjust",
    "round": "round.view",
    "task": "task.view",
    "delivery": "round.view",
    "result_set": "round.view",
    "finalisation": "sheet.view",
    "indicator": "sheet.view",
    "alignment": "sheet.view",
    "code_list": "codes.import",
    "benefit": "benefit.view",
    "request": "request.view",
    "free_day": "calendar.edit",
}


def told(code: str, *, what: str, language: str, about: str = "") -> str:
    """What was done, without who did it; a code that has no sentence is told as it stands.

    Args:
        about: the part of it the row speaks of, such as a figure.

    >>> told("reporting.submit", what="the task SOMHD", language="en")
    'submitted the task SOMHD'
    """
    pair = SENTENCES.get(code)
    said = pair[language == "en"].format(what=what) if pair else f"{code} {what}"
    return f"{said}: {about}" if about else said


def thing(kind: str, name: str, language: str, *, item: str = "") -> str:
    """What was acted upon, by its kind and name.

    Args:
        item: the one item of a request.

    >>> thing("request", "2026/4", "id"), thing("request", "2026/4", "id", item="B.2")
    ('permintaan 2026/4', 'butir B.2 permintaan 2026/4')
    """
    pair = THINGS.get(kind)
    whole = pair[language == "en"].format(name=name) if pair else f"{kind} {name}"
    if not item:
        return whole
    return f"item {item} of {whole}" if language == "en" else f"butir {item} {whole}"


def kind_word(kind: str, language: str) -> str:
    """The heading of a kind of thing."""
    pair = KINDS.get(kind)
    return pair[language == "en"] if pair else kind


def codes_saying(words: str, language: str) -> list[str]:
    """The codes whose sentence holds these words, for who searches in words.

    >>> codes_saying("declined", "en")
    ['reporting.decline_extension']
    """
    wanted = words.casefold()
    return [code for code in SENTENCES if wanted in told(code, what="", language=language).casefold()]


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[tuple[str, Any, Any]]:
    """What a row keeps of before and after, field by field; what did not change is left out."""
    names = [*before, *(name for name in after if name not in before)]
    return [
        (name, before.get(name), after.get(name)) for name in names if before.get(name) != after.get(name)
    ]
