"""Problems a person can act on: a code, a place, and the sentence for it in both languages.

Core and actions raise codes; doors show sentences. Callers match on `code`, never on text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

LANGUAGES = ("id", "en")


@dataclass(frozen=True)
class Sentence:
    """What is wrong and what to do about it, in Indonesian and English, with named placeholders."""

    id: str
    en: str
    hint_id: str
    hint_en: str

    def text(self, language: str) -> str:
        """The sentence in a language (`id` or `en`)."""
        return self.en if language == "en" else self.id

    def hint(self, language: str) -> str:
        """The way out in a language (`id` or `en`)."""
        return self.hint_en if language == "en" else self.hint_id


class Problem(Exception):
    """A refusal with its code, the place it concerns and the values its sentence names.

    Args:
        code: key of `SENTENCES`, stable for programs.
        place: where it is wrong (a cell, a file and line, a round), shown as given.
        params: values for the sentence's named placeholders.

    `status` is what a web address answers with.
    """

    status = 422

    def __init__(
        self, code: str, *, place: str | None = None, params: Mapping[str, Any] | None = None
    ) -> None:
        self.code = code
        self.place = place
        self.params: Mapping[str, Any] = MappingProxyType(dict(params or {}))
        super().__init__(f"{code} {place or ''} {dict(self.params)}".strip())

    def __reduce__(self) -> tuple[Any, ...]:
        return (_rebuild, (type(self), self.code, self.place, dict(self.params)))


class NotAllowed(Problem):
    """The actor may not do this here; doors answer 404 where existence itself is private."""

    status = 403


class NotFound(Problem):
    """There is no such thing for this reader."""

    status = 404


class Conflict(Problem):
    """Somebody else changed the same thing first; nothing was written."""

    status = 409


def _rebuild(kind: type[Problem], code: str, place: str | None, params: dict[str, Any]) -> Problem:
    return kind(code, place=place, params=params)


def as_json(problem: Problem) -> dict[str, Any]:
    """Code, place, and sentence and way out in every language, for a program."""
    return {
        "code": problem.code,
        "place": problem.place,
        "sentence": {language: sentence(problem, language) for language in LANGUAGES},
        "hint": {language: hint(problem, language) for language in LANGUAGES},
    }


def sentence(problem: Problem, language: str) -> str:
    """The problem as a sentence.

    >>> sentence(Problem("REPORTING-ROUND-CLOSED", params={"round": "2026-Q1", "closed": "2026-05-08"}), "en")
    'Round Q1 2026 was closed on 8 May 2026.'
    """
    return SENTENCES[problem.code].text(language).format_map(_shown(problem, language))


def hint(problem: Problem, language: str) -> str:
    """The way out as a sentence."""
    return SENTENCES[problem.code].hint(language).format_map(_shown(problem, language))


def told(problem: Problem, language: str) -> dict[str, str]:
    """A refusal as a page shows it: `text` is sentence and way out in one, `field` what it concerns.

    >>> told(Problem("REPORTING-NEEDS-REASON", place="reason"), "en")["field"]
    'reason'
    """
    said, out = sentence(problem, language), hint(problem, language)
    return {
        "code": problem.code,
        "field": problem.place or "",
        "sentence": said,
        "hint": out,
        "text": f"{said} {out}",
    }


def _shown(problem: Problem, language: str) -> _Shown:
    from .dressing import dressed  # its words stand on rules that raise problems

    return _Shown({name: dressed(name, value, language) for name, value in problem.params.items()})


class _Shown(dict[str, Any]):
    """Placeholders by name; one that is missing shows its name instead of failing the page."""

    def __missing__(self, key: str) -> str:
        return f"[{key}]"


def _s(id: str, en: str, hint_id: str, hint_en: str) -> Sentence:
    return Sentence(id=id, en=en, hint_id=hint_id, hint_en=hint_en)


_DIRECTORY = {
    "OBLIGATION-STEP": _s(
        "Langkah {role} tidak dapat dimatikan.",
        "The step of the {role} cannot be switched off.",
        "Langkah pertama mengajukan dan langkah terakhir menerima; hanya langkah di antaranya dapat dimatikan.",
        "The first step hands in and the last accepts; only steps between them can be off.",
    ),
    "OBLIGATION-DAYS": _s(
        "Hari buka, tenggat, dan tutup tidak berurutan: {days}.",
        "The days of opening, due date and closing do not follow each other: {days}.",
        "Tulis hari sejak akhir periode, dari yang paling awal; antara 0 dan {longest}.",
        "Write days since the end of the period, the earliest first; between 0 and {longest}.",
    ),
    "OBLIGATION-SAME": _s(
        "Tidak ada yang berubah.",
        "Nothing would change.",
        "Ubah satu langkah atau satu tanggal, lalu simpan.",
        "Change a step or a date, then keep it.",
    ),
    "OFFICE-FIELD": _s(
        "Isian “{field}” masih kosong.",
        "The field “{field}” is empty.",
        "Isi semua yang diminta; sumber menyebut aturan atau surat yang mendasarinya.",
        "Fill in all that is asked; the source names the regulation or letter it rests on.",
    ),
    "OFFICE-CODE": _s(
        "“{code}” bukan kode K/L.",
        "“{code}” is no code of an office.",
        "Pakai huruf besar, angka, dan tanda hubung, misalnya KEMENSOS.",
        "Use capital letters, digits and hyphens, such as KEMENSOS.",
    ),
    "OFFICE-THERE": _s(
        "Kode {code} sudah dipakai.",
        "The code {code} is taken.",
        "Pakai kode lain; kode yang pernah dipakai tidak dipakai lagi.",
        "Use another; a code that was used is not used again.",
    ),
    "OFFICE-ENDED": _s(
        "K/L ini sudah berakhir pada {until}.",
        "This office ended on {until} already.",
        "Muat ulang halaman untuk melihat keadaan terkini.",
        "Reload the page to see where it stands.",
    ),
    "DIRECTORY-OWN": _s(
        "Penunjukan Anda sendiri dicatat oleh orang lain.",
        "Your own designation is recorded by somebody else.",
        "Minta orang lain di sekretariat mencatatnya, dengan surat penunjukannya.",
        "Ask somebody else in the secretariat to record it, with its letter.",
    ),
    "DIRECTORY-OVERLAP": _s(
        "{who} sudah memegang peran {role} di {body} ({since} – {until}).",
        "{who} already holds the role {role} in {body} ({since} – {until}).",
        "Akhiri penunjukan itu lebih dahulu, atau pilih tanggal lain.",
        "End that designation first, or choose other dates.",
    ),
    "DIRECTORY-DATES": _s(
        "Tanggal berakhir {until} tidak sesudah tanggal mulai {since}.",
        "The end {until} is not after the start {since}.",
        "Perbaiki salah satu tanggal.",
        "Correct one of the dates.",
    ),
    "DIRECTORY-NO-LEAD": _s(
        "{body} tidak punya K/L pengampu pada {day}.",
        "{body} has no lead office on {day}.",
        "Catat tanggung jawab K/L untuk badan itu lebih dahulu.",
        "Record which office answers for the body first.",
    ),
    "DIRECTORY-NEEDS-HOLDER": _s(
        "Penunjukan menyebut seorang pejabat atau sebuah jabatan, tidak keduanya dan tidak kosong.",
        "A designation names a person or a post, not both and not neither.",
        "Pilih satu.",
        "Choose one.",
    ),
    "DIRECTORY-FIELD": _s(
        "Isian “{field}” masih kosong.",
        "The field “{field}” is empty.",
        "Isi lalu simpan lagi.",
        "Fill it in and keep it again.",
    ),
    "DIRECTORY-ADDRESS": _s(
        "“{address}” bukan alamat surel.",
        "“{address}” is no e-mail address.",
        "Tulis satu alamat, misalnya nama@kementerian.go.id, atau kosongkan.",
        "Write one address, such as name@ministry.go.id, or leave it empty.",
    ),
    "DIRECTORY-ACTING": _s(
        "“{acting}” bukan cara memegang jabatan.",
        "“{acting}” is no way to hold a post.",
        "Pilih definitif, Plt., atau Plh.",
        "Choose definitive, Plt. or Plh.",
    ),
    "DIRECTORY-LETTER-DATE": _s(
        "Tanggal surat {date} sesudah hari ini, {today}.",
        "The letter is dated {date}, after today, {today}.",
        "Tulis tanggal yang tercantum pada surat; bila suratnya belum ada, kosongkan dan lengkapi kemudian.",
        "Write the date on the letter; where there is no letter yet, leave it empty and add it later.",
    ),
    "DIRECTORY-LETTER-THERE": _s(
        "Surat {letter} sudah tercatat untuk penunjukan ini.",
        "The letter {letter} is recorded for this designation already.",
        "Surat yang mengubah penunjukan dicatat sebagai penunjukan baru.",
        "A letter that changes the designation is recorded as a new one.",
    ),
    "DIRECTORY-NO-SEAT": _s(
        "{body} tidak punya kursi {seat}; kursi yang ada: {seats}.",
        "{body} has no seat {seat}; there are: {seats}.",
        "Buka kursi itu lebih dahulu pada halaman badan, dengan dasarnya.",
        "Open the seat on the page of the body first, with its source.",
    ),
    "DIRECTORY-RANK": _s(
        "Urutan {rank} di luar 1 sampai {last}.",
        "The rank {rank} is not between 1 and {last}.",
        "Pakai urutan berikutnya yang belum dipegang.",
        "Use the next rank nobody holds.",
    ),
    "DIRECTORY-LANGUAGE": _s(
        "“{language}” bukan bahasa pesan.",
        "“{language}” is no language of messages.",
        "Pilih Indonesia atau Inggris.",
        "Choose Indonesian or English.",
    ),
    "DIRECTORY-BOTH-SIDES": _s(
        "{who} sudah pumpunan atau pengganti di {body} sejak {since}.",
        "{who} is focal point or alternate of {body} already since {since}.",
        "Pengganti menggantikan orang lain; tunjuk orang lain atau akhiri yang lama lebih dahulu.",
        "An alternate stands in for somebody else; name another person or end the former first.",
    ),
    "DIRECTORY-POST-THERE": _s(
        "Jabatan “{post}” sudah ada di K/L ini.",
        "The office has the post “{post}” already.",
        "Pakai jabatan yang ada.",
        "Use the one that is there.",
    ),
    "DIRECTORY-POST-HELD": _s(
        "{who} sudah memegang jabatan {post} ({since} – {until}).",
        "{who} already holds the post {post} ({since} – {until}).",
        "Akhiri pemegang itu lebih dahulu, atau pilih tanggal lain.",
        "End that holder first, or choose other dates.",
    ),
    "DIRECTORY-PART": _s(
        "“{part}” bukan bentuk tanggung jawab.",
        "“{part}” is no way to answer for a body.",
        "Pilih K/L pengampu, pengampu bersama, atau berkontribusi.",
        "Choose lead, co-lead or contributing.",
    ),
    "DIRECTORY-LEADS": _s(
        "{office} sudah menjadi K/L pengampu {body} ({since} – {until}).",
        "{office} already leads {body} ({since} – {until}).",
        "Satu badan punya satu K/L pengampu pada satu hari: akhiri yang lama, atau pilih pengampu bersama.",
        "A body has one lead on a day: end the former first, or choose co-lead.",
    ),
    "DIRECTORY-ANSWERS": _s(
        "{office} sudah bertanggung jawab atas {body} dengan bentuk yang sama ({since} – {until}).",
        "{office} already answers for {body} in this way ({since} – {until}).",
        "Akhiri yang lama lebih dahulu, atau pilih tanggal lain.",
        "End the former first, or choose other dates.",
    ),
}

_ACCOUNTS = {
    "ACCOUNTS-NOT-ALLOWED": _s(
        "Peran Anda ({roles}) tidak mencakup tindakan ini di sini.",
        "Your role ({roles}) does not cover this action here.",
        "Tanyakan kepada sekretariat bila Anda merasa ini keliru.",
        "Ask the secretariat if you believe this is wrong.",
    ),
    "ACCOUNTS-WRONG-STATE": _s(
        "Tidak dapat dilakukan: keadaannya sekarang “{state}”.",
        "This cannot be done: the state is now “{state}”.",
        "Muat ulang halaman untuk melihat keadaan terkini.",
        "Reload the page to see where it stands.",
    ),
    "ACCOUNTS-UNKNOWN-CHOICE": _s(
        "Pilihan “{asked}” tidak dikenal.",
        "The choice “{asked}” is not known.",
        "Yang tersedia: {offered}.",
        "There are: {offered}.",
    ),
    "ACCOUNTS-EMAIL-TAKEN": _s(
        "Sudah ada akun dengan alamat {email}.",
        "There is already an account with the address {email}.",
        "Pakai akun itu, atau alamat lain.",
        "Use that account, or another address.",
    ),
    "ACCOUNTS-EMAIL-WRONG": _s(
        "“{email}” bukan alamat surel.",
        "“{email}” is no e-mail address.",
        "Tulis alamat seperti nama@contoh.go.id.",
        "Write an address such as name@office.example.",
    ),
    "ACCOUNTS-PERSON-TAKEN": _s(
        "{name} sudah punya akun.",
        "{name} has an account already.",
        "Buka akun itu; kata sandi baru dapat diberikan di sana.",
        "Open that account; a new password can be issued there.",
    ),
    "ACCOUNTS-NEEDS-PERSON": _s(
        "Akun tanpa orang tidak dapat dibuka.",
        "An account without a person cannot be opened.",
        "Pilih orang dari direktori, atau isi nama dan K/L orang baru.",
        "Choose a person of the directory, or give name and office of a new one.",
    ),
    "ACCOUNTS-OWN": _s(
        "Anda tidak dapat menutup akun Anda sendiri.",
        "You cannot close your own account.",
        "Minta administrator lain, atau sekretariat, melakukannya.",
        "Ask another administrator, or the secretariat, to do it.",
    ),
    "ACCOUNTS-CLOSED": _s(
        "Akun ini sudah ditutup.",
        "This account is closed already.",
        "Muat ulang halaman; akun dapat dibuka kembali.",
        "Reload the page; the account can be reopened.",
    ),
    "ACCOUNTS-NOT-CLOSED": _s(
        "Akun ini tidak ditutup.",
        "This account is not closed.",
        "Muat ulang halaman untuk melihat keadaan terkini.",
        "Reload the page to see where it stands.",
    ),
    "ACCOUNTS-MACHINE": _s(
        "{email} adalah akun mesin; tidak ada yang masuk dengannya.",
        "{email} is the machine's own account; nobody signs in with it.",
        "Sebut alamat akun seseorang.",
        "Name the address of a person's account.",
    ),
    "ACCOUNTS-PASSWORD-WRONG": _s(
        "Kata sandi yang sekarang tidak benar.",
        "The present password is not right.",
        "Ketik kata sandi yang Anda pakai untuk masuk.",
        "Type the password you sign in with.",
    ),
    "ACCOUNTS-PASSWORD-REPEATED": _s(
        "Kedua kata sandi baru tidak sama.",
        "The two new passwords are not the same.",
        "Ketik kata sandi baru yang sama dua kali.",
        "Type the same new password twice.",
    ),
    "ACCOUNTS-PASSWORD-SHORT": _s(
        "Kata sandi baru terlalu pendek.",
        "The new password is too short.",
        "Paling sedikit {length} karakter; empat kata pun boleh.",
        "At least {length} characters; four words will do.",
    ),
    "ACCOUNTS-PASSWORD-COMMON": _s(
        "Kata sandi baru terlalu umum.",
        "The new password is too common.",
        "Pilih yang tidak ada pada daftar kata sandi umum, misalnya empat kata.",
        "Choose one that is on no list of common passwords, such as four words.",
    ),
    "ACCOUNTS-PASSWORD-SIMILAR": _s(
        "Kata sandi baru terlalu mirip dengan alamat surel Anda.",
        "The new password is too much like your e-mail address.",
        "Pilih kata-kata yang tidak ada dalam alamat itu.",
        "Choose words that are not in the address.",
    ),
    "ACCOUNTS-PASSWORD-SAME": _s(
        "Kata sandi baru sama dengan yang lama.",
        "The new password is the old one.",
        "Pilih yang lain.",
        "Choose another.",
    ),
    "ACCOUNTS-PASSWORD-TOO-OFTEN": _s(
        "Terlalu banyak percobaan dalam satu menit.",
        "Too many attempts within a minute.",
        "Tunggu satu menit, lalu coba lagi.",
        "Wait a minute, then try again.",
    ),
    "NOT-FOUND": _s(
        "{what} tidak ditemukan.",
        "{what} was not found.",
        "Periksa kembali kode atau tautannya.",
        "Check the code or the link.",
    ),
}

_REPORTING = {
    "REPORTING-ROUND-EXISTS": _s(
        "Putaran {round} sudah ada.",
        "Round {round} exists already.",
        "Buka halaman putaran itu.",
        "Open that round's page.",
    ),
    "REPORTING-ROUND-AMBIGUOUS": _s(
        "Ada {count} putaran {round}, dari kewajiban yang berbeda: {codes}.",
        "There are {count} rounds {round}, of different obligations: {codes}.",
        "Sebut kewajibannya: ?obligation={first} pada alamat, atau --obligation {first} pada perintah.",
        "Name the obligation: ?obligation={first} in the address, or --obligation {first} in the command.",
    ),
    "REPORTING-OBLIGATION-AMBIGUOUS": _s(
        "Ada {count} kewajiban: {codes}.",
        "There are {count} obligations: {codes}.",
        "Sebut satu dengan --obligation.",
        "Name one with --obligation.",
    ),
    "REPORTING-ROUND-DATES": _s(
        "Tanggal putaran tidak berurutan: dibuka {opens}, tenggat {due}, ditutup {closes}.",
        "The round's dates are out of order: opens {opens}, due {due}, closes {closes}.",
        "Buka sebelum tenggat, dan tenggat sebelum tutup.",
        "Open before due, and due before close.",
    ),
    "REPORTING-ROUND-CLOSED": _s(
        "Putaran {round} ditutup pada {closed}.",
        "Round {round} was closed on {closed}.",
        "Minta sekretariat membuka perpanjangan, atau laporkan pada putaran berikutnya.",
        "Ask the secretariat for an extension, or report in the next round.",
    ),
    "REPORTING-ROUND-NOT-FINISHED": _s(
        "Putaran {round} belum dapat ditutup: {count} tugas belum selesai.",
        "Round {round} cannot be closed yet: {count} tasks are not finished.",
        "Selesaikan, atau tutup dengan alasan tertulis.",
        "Finish them, or close with a written reason.",
    ),
    "REPORTING-FOREIGN-INDICATOR": _s(
        "{indicator} bukan indikator yang diminta dari {office}.",
        "{indicator} is not an indicator asked of {office}.",
        "Hapus baris itu; wali angkanya {custodian}.",
        "Remove that row; its custodian is {custodian}.",
    ),
    "REPORTING-CONFIRM-ONLY": _s(
        "{indicator} hanya dikonfirmasi di sini; angkanya milik {custodian}.",
        "{indicator} is only confirmed here; its figure belongs to {custodian}.",
        "Konfirmasi, atau tulis catatan untuk wali angka.",
        "Confirm it, or write a remark to the custodian.",
    ),
    "REPORTING-OTHER-AREA": _s(
        "Wilayah {area} tidak diminta; putaran ini tentang {asked}.",
        "The area {area} is not asked for; this round is about {asked}.",
        "Betulkan wilayahnya.",
        "Correct the area.",
    ),
    "REPORTING-OTHER-FREQUENCY": _s(
        "{period} bukan periode acuan {indicator}.",
        "{period} is not a reference period of {indicator}.",
        "Yang diminta sekarang: {due}.",
        "Asked for now: {due}.",
    ),
    "REPORTING-STALE-EDIT": _s(
        "{who} sudah menyimpan sel ini pada {time}: {value}.",
        "{who} saved this cell at {time}: {value}.",
        "Lihat isinya, lalu simpan lagi bila memang perlu diganti.",
        "Look at it, then save again if it must change.",
    ),
    "REPORTING-STALE-WORKBOOK": _s(
        "Berkas ini diunduh pada versi {file_version}; isian sekarang versi {task_version}.",
        "This file was downloaded at version {file_version}; the entries are now at version {task_version}.",
        "Unduh berkas baru dan pindahkan isian Anda; tidak ada yang tersimpan dari berkas lama.",
        "Download a fresh file and carry your entries over; nothing was stored from the old one.",
    ),
    "REPORTING-WRONG-WORKBOOK": _s(
        "Berkas ini untuk {file_task}, bukan {task}.",
        "This file belongs to {file_task}, not to {task}.",
        "Unggah di tugas yang benar, atau unduh berkas tugas ini.",
        "Upload it at the right task, or download this task's file.",
    ),
    "REPORTING-HAS-ERRORS": _s(
        "Belum dapat diajukan: {count} kesalahan.",
        "It cannot be submitted yet: {count} errors.",
        "Perbaiki yang ditandai; peringatan cukup diberi alasan.",
        "Correct what is marked; a warning needs only a written reason.",
    ),
    "REPORTING-NEEDS-REASON": _s(
        "Alasan tertulis wajib diisi.",
        "A written reason is required.",
        "Tulis satu kalimat.",
        "Write one sentence.",
    ),
    "REPORTING-NO-SUCH-WARNING": _s(
        "Aturan {rule} tidak menemukan apa pun pada {figure}.",
        "Rule {rule} has found nothing in {figure}.",
        "Muat ulang halaman: mungkin isiannya sudah berubah.",
        "Reload the page: the entry may have changed.",
    ),
    "REPORTING-NOT-OVERRIDABLE": _s(
        "Temuan aturan {rule} pada {figure} tidak dapat dijawab dengan alasan.",
        "What rule {rule} found in {figure} cannot be answered with a reason.",
        "Perbaiki isiannya.",
        "Correct the entry.",
    ),
    "REPORTING-NOT-COMPLETE": _s(
        "Belum lengkap: {missing}.",
        "Not complete: {missing}.",
        "Isi, tandai “tidak ada yang baru”, atau tulis mengapa tidak tersedia.",
        "Fill it in, mark “nothing new”, or say why it is not available.",
    ),
    "REPORTING-MAKER-CHECKER": _s(
        "Anda mengerjakan langkah sebelumnya, jadi pemeriksaan ini milik orang lain.",
        "You did the step before, so this check belongs to somebody else.",
        "Bila tidak ada orang lain yang memegang langkah ini, aturan dapat dikesampingkan dengan alasan tertulis.",
        "Where nobody else holds this step, the rule can be waived with a written reason.",
    ),
    "REPORTING-WAIVER-NOT-SMALL": _s(
        "Aturan pembuat bukan pemeriksa tetap berlaku: langkah ini dapat dikerjakan {who}.",
        "Maker and checker stay two people: this step can be taken by {who}.",
        "Minta orang itu memeriksa, atau minta sekretariat mencatat suratnya.",
        "Ask that person to check, or ask the secretariat to record his letter.",
    ),
    "REPORTING-WRONG-STEP": _s(
        "Langkah sekarang milik {role}.",
        "The present step belongs to {role}.",
        "Tunggu giliran, atau minta sekretariat bertindak atas nama dengan surat.",
        "Wait for your turn, or ask the secretariat to act on behalf with a letter.",
    ),
    "REPORTING-HASH-CHANGED": _s(
        "Isi yang Anda periksa sudah berubah sejak halaman dibuka.",
        "What you checked has changed since you opened the page.",
        "Muat ulang dan periksa lagi; persetujuan hanya berlaku untuk isi yang dilihat.",
        "Reload and check again; an approval holds only for what was seen.",
    ),
    "REPORTING-LETTER-NEEDED": _s(
        "Untuk bertindak atas nama K/L diperlukan nomor dan tanggal suratnya.",
        "To act on behalf of an office, the number and date of its letter are needed.",
        "Ketik nomor surat, surat kuasa, nota dinas atau surel K/L itu.",
        "Type the number of the letter, mandate, note or e-mail of that office.",
    ),
    "REPORTING-LETTER-DATE": _s(
        "Tanggal surat {day} belum tiba.",
        "The letter date {day} has not come yet.",
        "Tulis tanggal yang tertera pada surat.",
        "Write the date on the letter.",
    ),
    "REPORTING-BEHALF-NATIONAL": _s(
        "Langkah {role} tidak dicatat atas nama siapa pun.",
        "The step of {role} is never recorded on anybody's behalf.",
        "Langkah ini dikerjakan pemegangnya sendiri.",
        "Its holder takes this step himself.",
    ),
    "REPORTING-BEHALF-NOT-HOLDER": _s(
        "Surat hanya dicatat dari pejabat yang hari ini memegang langkah {role}: {who}.",
        "A letter is recorded only of an official who holds the step of {role} today: {who}.",
        "Pilih salah satu, atau catat penunjukannya di direktori lebih dahulu.",
        "Choose one of them, or record the designation in the directory first.",
    ),
    "REPORTING-BEHALF-RECORDER": _s(
        "Anda mengisi, mengajukan, atau menyetujui isian ini, jadi suratnya dicatat orang lain.",
        "You entered, submitted or cleared this, so somebody else records the letter.",
        "Minta rekan sekretariat mencatatnya.",
        "Ask a colleague of the secretariat to record it.",
    ),
    "REPORTING-BEHALF-MAKER": _s(
        "{who} sudah mengerjakan langkah lain dari pengajuan ini.",
        "{who} has another step of this submission already.",
        "Setiap langkah milik orang yang berbeda; pilih pejabat lain.",
        "Each step belongs to another person; choose another official.",
    ),
    "REPORTING-REVISION-NEEDS-REASON": _s(
        "{indicator} {period} sudah diterima {old}; mengubahnya menjadi {new} memerlukan alasan.",
        "{indicator} {period} was accepted as {old}; changing it to {new} needs a reason.",
        "Tulis alasan revisi.",
        "Write why it is revised.",
    ),
    "REPORTING-DATE-NOT-LATER": _s(
        "Tenggat baru {day} tidak sesudah {current}.",
        "The new due date {day} is not after {current}.",
        "Pilih tanggal sesudahnya, tidak melewati penutupan putaran.",
        "Choose a later date, not beyond the round's close.",
    ),
    "REPORTING-EXTENSION-ASKED": _s(
        "Permintaan perpanjangan tugas ini masih menunggu jawaban.",
        "An extension of this task has been asked for and waits for its answer.",
        "Tunggu jawaban sekretariat.",
        "Wait for the secretariat's answer.",
    ),
    "REPORTING-EXTENSION-NOT-ASKED": _s(
        "Tidak ada permintaan perpanjangan yang menunggu.",
        "No request for more time is waiting.",
        "Muat ulang halaman: mungkin sudah dijawab.",
        "Reload the page: it may have been answered.",
    ),
    "REPORTING-TOO-LONG": _s(
        "Isian ini {length} karakter; batasnya {limit}.",
        "This text has {length} characters; the limit is {limit}.",
        "Ringkas, atau lampirkan berkas.",
        "Shorten it, or attach a file.",
    ),
    "TEXT-CHARACTER": _s(
        "Huruf ke-{position} adalah tanda yang tidak dapat disimpan ({character}).",
        "Character {position} is a sign that cannot be kept ({character}).",
        "Hapus tanda itu, atau ketik ulang teksnya; biasanya terbawa dari salinan.",
        "Delete it, or type the text again; such signs usually come with a copy.",
    ),
    "REPORTING-NOTHING-TO-RECALL": _s(
        "Tidak ada pengajuan yang dapat ditarik kembali.",
        "There is no submission to recall.",
        "Pengajuan yang sudah diterima hanya berubah lewat revisi.",
        "An accepted submission changes only by a revision.",
    ),
    "REPORTING-IMPORT-STATE": _s(
        "Unggahan ini sudah “{state}”.",
        "This upload is already “{state}”.",
        "Unggah berkas baru bila ada perubahan.",
        "Upload a new file if there are changes.",
    ),
    "REPORTING-IMPORT-HAS-ERRORS": _s(
        "Berkas belum diimpor: {count} kesalahan.",
        "The file was not imported: {count} errors.",
        "Perbaiki sel yang disebut, lalu unggah lagi. Tidak ada yang tersimpan.",
        "Correct the cells named, then upload again. Nothing was stored.",
    ),
    "REPORTING-EMPTY-ENTRY": _s(
        "{indicator} {period}: belum ada isian.",
        "{indicator} {period}: no entry yet.",
        "Isi nilai, tandai tidak ada yang baru, atau tulis alasan tidak tersedia.",
        "Enter a value, mark nothing new, or say why it is not available.",
    ),
    "REPORTING-NO-REPORT-YET": _s(
        "Belum ada yang dapat dilaporkan untuk putaran {round}.",
        "There is nothing to report for round {round} yet.",
        "Tunggu sampai sekurangnya satu tugas diterima.",
        "Wait until at least one task is accepted.",
    ),
    "REPORTING-DELIVERY-NOT-CLEARED": _s(
        "Penyerahan {round} belum disetujui {role}.",
        "The delivery of {round} is not cleared by {role} yet.",
        "Minta persetujuan lebih dahulu.",
        "Ask for clearance first.",
    ),
    "REPORTING-DELIVERY-CHAIN": _s(
        "Alur penyerahan kewajiban lapor ini ({roles}) tidak menyebut tepat satu peran yang berhak menyetujui.",
        "The delivery chain of this obligation ({roles}) does not name exactly one role that may clear.",
        "Perbaiki `delivery_chain` di content/obligations, lalu muat kontennya.",
        "Correct `delivery_chain` in content/obligations, then load the content.",
    ),
    "REPORTING-HANDED-OVER-DATE": _s(
        "Hari serah terima {day} tidak di antara persetujuan ({since}) dan hari ini ({until}).",
        "The day of hand-over {day} is not between the approval ({since}) and today ({until}).",
        "Tulis hari penyerahan yang sebenarnya.",
        "Write the day it was really handed over.",
    ),
}

_FORMS = {
    "FORM-DATE": _s(
        "“{text}” bukan tanggal.",
        "“{text}” is not a date.",
        "Tulis seperti 2026-04-24, atau pilih dari kalender.",
        "Write it like 2026-04-24, or choose it from the calendar.",
    ),
    "FORM-FILE": _s(
        "Belum ada berkas yang dipilih.",
        "No file was chosen.",
        "Pilih satu berkas, lalu kirim lagi.",
        "Choose one file, then send again.",
    ),
}

_DATABASE = {
    "DATABASE-NOT-READY": _s(
        "Basis data ini belum disiapkan untuk versi ini.",
        "This database is not set up for this version yet.",
        "Jalankan `simpul up`, atau `simpul content load` untuk memuat kontennya saja.",
        "Run `simpul up`, or `simpul content load` to load the content alone.",
    ),
    "DATABASE-AWAY": _s(
        "Basis data tidak menjawab, jadi halaman ini tidak dapat dibuka.",
        "The database does not answer, so this page cannot be opened.",
        "Coba lagi sebentar lagi; bila berulang, hubungi sekretariat. Yang sudah tersimpan tidak hilang.",
        "Try again in a moment; if it happens again, ask the secretariat. What was saved is not lost.",
    ),
    "DESK-FAILED": _s(
        "Terjadi kegagalan pada sistem; yang Anda kirim tidak tersimpan.",
        "Something failed on the desk; what you sent was not saved.",
        "Kembali dan coba lagi. Bila berulang, beri tahu sekretariat jam kejadiannya.",
        "Go back and try again. If it happens again, tell the secretariat at what time.",
    ),
    "REQUEST-BROKEN": _s(
        "Yang dikirim peramban tidak dapat dibaca.",
        "What the browser sent cannot be read.",
        "Muat ulang halaman sebelumnya, lalu coba lagi.",
        "Reload the page you came from, then try again.",
    ),
    "REQUEST-TOO-LARGE": _s(
        "Yang dikirim terlalu besar.",
        "What was sent is too large.",
        "Kirim berkas yang lebih kecil, atau isian yang lebih pendek; yang sudah tersimpan tidak hilang.",
        "Send a smaller file or shorter text; what was saved is not lost.",
    ),
    "FORM-CSRF": _s(
        "Formulir ini sudah tidak berlaku, jadi tidak ada yang disimpan.",
        "This form is no longer valid, so nothing was saved.",
        "Biasanya karena Anda masuk lagi di tab lain. Kembali, muat ulang halamannya, lalu isi lagi.",
        "Usually you signed in again in another tab. Go back, reload the page, then fill it in again.",
    ),
    "METHOD-NOT-ALLOWED": _s(
        "Alamat ini hanya menerima formulir.",
        "This address only takes a form.",
        "Buka halamannya dari menu, lalu kirim formulir di sana.",
        "Open its page from the menu and send the form there.",
    ),
    # alignments
    "ALIGNMENT-RELATION": _s(
        "“{value}” bukan hubungan penyelarasan.",
        "“{value}” is not a relation of an alignment.",
        "Pilih setara, berkontribusi, sebagian atau bertentangan.",
        "Choose equivalent, contributes, partly or conflicting.",
    ),
    "ALIGNMENT-STRENGTH": _s(
        "“{value}” bukan kekuatan hubungan.",
        "“{value}” is not a strength of a relation.",
        "Pilih kuat, sedang atau lemah.",
        "Choose strong, medium or weak.",
    ),
    "ALIGNMENT-ITSELF": _s(
        "{code} tidak diselaraskan dengan dirinya sendiri.",
        "{code} is not aligned with itself.",
        "Pilih tujuan atau indikator lain.",
        "Choose another goal or indicator.",
    ),
    "ALIGNMENT-EXISTS": _s(
        "Penyelarasan {source} dengan {target} sudah tercatat.",
        "The alignment of {source} with {target} is recorded already.",
        "Buka yang sudah ada dan jawab di sana.",
        "Open the one that is there and answer it.",
    ),
    "ALIGNMENT-CIRCLE": _s(
        "Penyelarasan ini membentuk lingkaran: {path}.",
        "This alignment makes a circle: {path}.",
        "Pilih tujuan yang tidak menuju kembali ke asalnya.",
        "Choose a goal that does not lead back to where it starts.",
    ),
    "ALIGNMENT-DISPUTED": _s(
        "Masih ada keberatan: {offices}.",
        "There are objections still: {offices}.",
        "Tulis bedanya dengan kata-kata, lalu setujui.",
        "Write the difference in words, then approve.",
    ),
    "ALIGNMENT-APPROVED": _s(
        "Penyelarasan ini sudah disetujui.",
        "This alignment is approved already.",
        "Usulkan yang baru bila ada yang berubah.",
        "Propose another one if something changed.",
    ),
    # finalisation of sheets
    "SHEET-DATES": _s(
        "Tanggal finalisasi tidak berurutan.",
        "The dates of the finalisation are not in order.",
        "Urutkan: dibuka, tenggat usulan, tenggat tanggapan, ditutup.",
        "Put them in order: opens, proposals due, comments due, closes.",
    ),
    "SHEET-NO-INDICATOR": _s(
        "Belum ada indikator yang dipilih.",
        "No indicator was chosen.",
        "Pilih sedikitnya satu indikator.",
        "Choose at least one indicator.",
    ),
    "SHEET-NO-CUSTODIAN": _s(
        "{indicator} belum mempunyai wali angka, jadi tidak ada yang dapat dimintai usulan.",
        "{indicator} has no custodian, so nobody can be asked for a proposal.",
        "Catat K/L wali angkanya dahulu, atau keluarkan indikator ini.",
        "Record its custodian office first, or leave this indicator out.",
    ),
    "SHEET-ALREADY-CALLED": _s(
        "{indicator} masih dalam finalisasi lain.",
        "{indicator} is still in another finalisation.",
        "Selesaikan atau tutup finalisasi itu dahulu.",
        "Finish or close that finalisation first.",
    ),
    "SHEET-CLOSED": _s(
        "Finalisasi “{title}” sudah ditutup.",
        "The finalisation “{title}” is closed.",
        "Masukkan indikator ini ke finalisasi baru.",
        "Call this indicator in a new finalisation.",
    ),
    "SHEET-UNFINISHED": _s(
        "{count} lembar belum disepakati.",
        "{count} sheets are not agreed.",
        "Tulis alasan menutup sekarang; lembar itu dapat masuk finalisasi lain.",
        "Write why it is closed now; those sheets may be called again.",
    ),
    "SHEET-WRONG-STATE": _s(
        "Langkah ini tidak ada pada keadaan “{state}”.",
        "There is no such step in the state “{state}”.",
        "Yang sudah disepakati hanya berubah lewat finalisasi baru.",
        "What is agreed changes only in a new finalisation.",
    ),
    "SHEET-STALE": _s(
        "{who} sudah mengusulkan rumusan {number} sesudah halaman ini dibuka.",
        "{who} proposed wording {number} after this page was opened.",
        "Muat ulang halaman, bandingkan, lalu kirim lagi.",
        "Reload the page, compare, then send again.",
    ),
    "SHEET-OWN-WORDING": _s(
        "Yang mengusulkan rumusan tidak menetapkan atau menyepakatinya.",
        "Whoever proposed a wording does not fix or agree it.",
        "Minta orang lain yang berwenang.",
        "Ask somebody else with the say.",
    ),
    "SHEET-OPEN-COMMENTS": _s(
        "{count} tanggapan belum dijawab.",
        "Comments without an answer: {count}.",
        "Jawab dahulu, atau tulis mengapa posisi ditetapkan sekarang.",
        "Answer them first, or write why the position is fixed now.",
    ),
    "SHEET-NEEDS-DECISION": _s(
        "Nomor keputusan badan belum diisi.",
        "The decision of the body is not named.",
        "Tulis nomor dan nama keputusan, misalnya keputusan sidang.",
        "Write number and name of the decision, such as the meeting's.",
    ),
    "SHEET-DECISION-DAY": _s(
        "Tanggal keputusan {day} belum tiba.",
        "The day of the decision, {day}, has not come yet.",
        "Periksa tanggalnya.",
        "Check the date.",
    ),
    "SHEET-DECISION-FILE": _s(
        "Berkas putusan belum dipilih.",
        "No file of the decision is chosen.",
        "Pilih naskah keputusan, misalnya PDF.",
        "Choose the text of the decision, such as a PDF.",
    ),
    "SHEET-DECISION-ATTACHED": _s(
        "Keputusan ini sudah berberkas: {name}.",
        "This decision has its file already: {name}.",
        "Berkas yang terlampir tidak diganti.",
        "A file that is attached is not replaced.",
    ),
    "SHEET-DECISION-BEFORE-CALL": _s(
        "Tanggal keputusan {day} mendahului pembukaan finalisasi, {since}.",
        "The day of the decision, {day}, is before the finalisation opened, {since}.",
        "Periksa tanggal pada naskah keputusan; lembar ini baru dibahas sejak finalisasi dibuka.",
        "Check the date on the decision itself; this sheet is negotiated only since the finalisation opened.",
    ),
    "SHEET-BASELINE-AGREED": _s(
        "Data dasar sudah disepakati ({decision}); perubahannya perlu alasan.",
        "The baseline is agreed ({decision}); changing it needs a reason.",
        "Tulis alasan usulan; perubahan berlaku hanya dengan keputusan baru.",
        "Write the reason of the proposal; the change holds only with a new decision.",
    ),
    "SHEET-NUMBER": _s(
        "“{value}” bukan angka.",
        "“{value}” is not a number.",
        "Tulis angkanya saja, tanpa satuan.",
        "Write the number alone, without its unit.",
    ),
    "SHEET-PERIOD": _s(
        "“{value}” bukan periode.",
        "“{value}” is not a period.",
        "Tulis misalnya 2025, 2025-Q1 atau 2025-09.",
        "Write 2025, 2025-Q1 or 2025-09, for example.",
    ),
    "SHEET-PART-MISSING": _s(
        "Bagian “{part}” belum diisi.",
        "The part “{part}” is empty.",
        "Isi bagian itu, atau kosongkan seluruh isian ini.",
        "Fill it in, or leave the whole entry empty.",
    ),
    "SHEET-TARGET-VALUE": _s(
        "Sasaran berupa satu nilai atau satu rentang, bukan keduanya dan bukan kosong.",
        "A target is one value or one range, not both and not neither.",
        "Isi nilainya, atau batas bawah dan atasnya.",
        "Fill in its value, or its lower and upper end.",
    ),
    "SHEET-TARGET-RANGE": _s(
        "Batas bawah {low} lebih besar dari batas atas {high}.",
        "The lower end {low} is above the upper end {high}.",
        "Tukar keduanya.",
        "Exchange the two.",
    ),
    "SHEET-TARGET-TWICE": _s(
        "Sasaran untuk {target_period} tertulis dua kali dengan dasar yang sama.",
        "The target for {target_period} is written twice on the same authority.",
        "Hapus salah satu.",
        "Take one of them out.",
    ),
    "SHEET-RELATION": _s(
        "“{value}” bukan hubungan dengan indikator nasional.",
        "“{value}” is not a relation to a national indicator.",
        "Pilih sama, proksi, sebagian atau tidak ada.",
        "Choose identical, proxy, partial or none.",
    ),
    "SHEET-EQUIVALENT-CODE": _s(
        "Indikator nasional yang sepadan belum disebut.",
        "The national indicator is not named.",
        "Tulis kodenya, atau pilih “tidak ada”.",
        "Write its code, or choose “none”.",
    ),
    "SHEET-DIFFERENCE": _s(
        "Bedanya dengan indikator nasional belum ditulis.",
        "The difference from the national indicator is not written.",
        "Tulis bedanya dengan kata-kata, atau mengapa tidak ada yang sepadan.",
        "Write the difference in words, or why there is no equivalent.",
    ),
    "SHEET-CIRCLE": _s(
        "Kesepadanan ini membentuk lingkaran: {path}.",
        "This equivalence makes a circle: {path}.",
        "Tunjuk indikator yang tidak menuju kembali ke indikator ini; rumusan yang sudah diajukan dikembalikan dahulu.",
        "Name an indicator that does not itself lead back to this one; a wording on the table is sent back first.",
    ),
    "SHEET-LAG": _s(
        "“{value}” bukan jeda rilis dalam bulan.",
        "“{value}” is not a release lag in months.",
        "Tulis bilangan bulat −12 sampai 120; di bawah 0 bila terbit sebelum periodenya berakhir.",
        "Write a whole number from −12 to 120; below 0 where it comes out before its period ends.",
    ),
    "SHEET-FREQUENCY": _s(
        "“{value}” bukan frekuensi.",
        "“{value}” is not a frequency.",
        "Pilih salah satu dari daftar.",
        "Choose one from the list.",
    ),
    "INDICATOR-MERGED": _s(
        "{indicator} sudah dilebur ke indikator lain.",
        "{indicator} was merged into another indicator.",
        "Pakai indikator peleburnya.",
        "Use the indicator it was merged into.",
    ),
    "INDICATOR-INTO-ITSELF": _s(
        "{indicator} tidak dapat dilebur ke dirinya sendiri.",
        "{indicator} cannot be merged into itself.",
        "Pilih indikator lain.",
        "Choose another indicator.",
    ),
    "INDICATOR-IN-FINALISATION": _s(
        "{indicator} masih dalam finalisasi.",
        "{indicator} is still in finalisation.",
        "Selesaikan atau tutup finalisasinya dahulu.",
        "Finish or close its finalisation first.",
    ),
    "DEMO-NO-EXAMPLES": _s(
        "Konten di {folder} tidak memuat orang dan tugas untuk demo.",
        "The content in {folder} holds no people and tasks for a demo.",
        "Jalankan `simpul up` untuk bekerja dengan konten itu, atau tambahkan `examples/demo`.",
        "Run `simpul up` to work with that content, or add `examples/demo`.",
    ),
    "DEMO-UNFINISHED": _s(
        "Demo di {folder} terhenti sebelum selesai.",
        "The demo in {folder} was stopped before its end.",
        "Hapus folder {folder} (dan kosongkan basis data {database} bila di PostgreSQL), lalu jalankan lagi.",
        "Delete the folder {folder} (and empty the database {database} if it is a PostgreSQL), then run it again.",
    ),
    "WORDS-NOT-COMPILED": _s(
        "Terjemahan belum disusun untuk versi ini, dan folder ini tidak dapat ditulisi; semua halaman akan berbahasa "
        "Inggris.",
        "The translations are not compiled for this version and this folder cannot be written; every page would be "
        "in English.",
        "Jalankan scripts/words.py compile, atau sekali simpul up, sebagai pemilik folder itu; lalu ulangi.",
        "Run scripts/words.py compile, or simpul up once, as the owner of that folder; then try again.",
    ),
    "DATABASE-UNREACHABLE": _s(
        "Basis data ini tidak dapat dibuka.",
        "This database cannot be opened.",
        "Periksa SIMPUL_HOME dan SIMPUL_DATABASE_URL, dan apakah servernya berjalan.",
        "Check SIMPUL_HOME and SIMPUL_DATABASE_URL, and whether its server is running.",
    ),
}

_API = {
    "API-SIGN-IN": _s(
        "Alamat ini hanya untuk yang sudah masuk.",
        "This address is for those who have signed in.",
        "Masuk lebih dahulu, lalu kirim kukinya beserta permintaan.",
        "Sign in first, then send the cookie with the request.",
    ),
    "API-PARAMETER": _s(
        "Parameter {name} tidak menerima “{value}”.",
        "The parameter {name} does not take “{value}”.",
        "Tanggal ditulis seperti 2026-04-24; nomor tanpa huruf. Bentuknya ada di /api/openapi.json.",
        "Write a date like 2026-04-24, a number without letters. The forms are in /api/openapi.json.",
    ),
    "API-PARAMETER-MISSING": _s(
        "Parameter {name} belum disebut.",
        "The parameter {name} is not given.",
        "Tambahkan ?{name}=… pada alamatnya.",
        "Add ?{name}=… to the address.",
    ),
}

_FILES = {
    "FILES-MISSING": _s(
        "Berkas {name} tidak ada di penyimpanan.",
        "The file {name} is not in the store.",
        "Jalankan `simpul integrity` dan pulihkan dari cadangan.",
        "Run `simpul integrity` and restore it from a backup.",
    ),
    "FILES-TYPE": _s(
        "Jenis berkas {name} tidak diterima di sini.",
        "The kind of file of {name} is not accepted here.",
        "Yang diterima: {accepted}.",
        "Accepted: {accepted}.",
    ),
    "FILES-TOO-LARGE": _s(
        "Berkas {name} berukuran {size} MB; batasnya {limit} MB.",
        "The file {name} is {size} MB; the limit is {limit} MB.",
        "Kirim bagian yang diperlukan saja.",
        "Send only the part that is needed.",
    ),
    "FILES-WAITED": _s(
        "Berkas {name} yang menunggu untuk isian ini sudah tidak ada.",
        "The file {name} that waited for this form is no longer there.",
        "Pilih berkas itu sekali lagi, atau kirim tanpa berkas itu.",
        "Choose the file once more, or send without it.",
    ),
    "FILES-EMPTY": _s(
        "Berkas {name} kosong.",
        "The file {name} is empty.",
        "Pilih berkas lain.",
        "Choose another file.",
    ),
}

_FIGURES = {
    "PERIOD-CODE": _s(
        "“{code}” bukan kode periode.",
        "“{code}” is not a period code.",
        "Tulis seperti 2025, 2025-S1, 2025-Q1 atau 2025-03.",
        "Write it like 2025, 2025-S1, 2025-Q1 or 2025-03.",
    ),
    "PERIOD-INTERVAL": _s(
        "Selang {months} bulan tidak mungkin.",
        "An interval of {months} months is not possible.",
        "Paling pendek satu bulan.",
        "The shortest is one month.",
    ),
    "PERIOD-TURNS": _s(
        "Putaran setiap {months} bulan sejak {anchor} bukan bulan, triwulan, semester atau tahun kalender.",
        "Turns of every {months} months from {anchor} on are no months, quarters, half-years or years.",
        "Perbaiki every_months (1, 3, 6, 12) dan anchor pada berkas di content/obligations.",
        "Correct every_months (1, 3, 6, 12) and anchor in the file in content/obligations.",
    ),
    "FIGURE-NOT-A-NUMBER": _s(
        "“{text}” bukan angka.",
        "“{text}” is not a number.",
        "Tulis angka, atau tandai tidak tersedia dengan alasan.",
        "Write a number, or mark it not available with a reason.",
    ),
    "FIGURE-DECIMAL-POINT": _s(
        "“{text}” memakai tanda desimal lain.",
        "“{text}” uses the other decimal sign.",
        "Maksudnya {suggestion}?",
        "Is {suggestion} meant?",
    ),
}

_CONTENT = {
    "CONTENT-DEFECTS": _s(
        "Isi tidak dimuat: {count} cacat ditemukan.",
        "The content was not loaded: {count} defects were found.",
        "Jalankan `simpul content check`; setiap cacat disebut dengan berkas dan barisnya.",
        "Run `simpul content check`; each defect is named with its file and line.",
    ),
}

# Files on their way in (doors/exchange) and declared rules.
_EXCHANGE = {
    "CONTENT-RULE": _s(
        "Aturan pemeriksaan tidak dideklarasikan dengan benar: {defects}.",
        "A validation rule is not declared correctly: {defects}.",
        "Perbaiki berkas di content/rules, lalu jalankan `simpul content check`.",
        "Correct the file in content/rules, then run `simpul content check`.",
    ),
    "EXCHANGE-CODE": _s(
        "Profil {profile} tidak punya kode untuk {field} “{value}”.",
        "Profile {profile} has no code for {field} “{value}”.",
        "Lengkapi kode pada berkas profil di content/mapping.",
        "Add the code to the profile in content/mapping.",
    ),
    "DATE-UNREADABLE": _s(
        "“{text}” bukan tanggal.",
        "“{text}” is not a date.",
        "Pilih tanggal dari kalender.",
        "Choose a date from the calendar.",
    ),
    "EXCHANGE-NOT-WORKBOOK": _s(
        "{name} bukan buku kerja Excel (.xlsx).",
        "{name} is not an Excel workbook (.xlsx).",
        "Simpan sebagai “Excel Workbook (.xlsx)”, lalu unggah lagi.",
        "Save it as “Excel Workbook (.xlsx)”, then upload again.",
    ),
    "EXCHANGE-OLD-OR-LOCKED": _s(
        "{name} dikunci kata sandi, atau masih berformat Excel lama (.xls).",
        "{name} is protected by a password, or in the old Excel format (.xls).",
        "Buka, hapus kata sandinya, simpan sebagai .xlsx, lalu unggah lagi.",
        "Open it, remove the password, save it as .xlsx, then upload again.",
    ),
    "EXCHANGE-MACRO": _s(
        "{name} memuat makro ({part}), jadi tidak dibuka.",
        "{name} holds a macro ({part}), so it was not opened.",
        "Pakai buku kerja yang diunduh dari tugas ini; simpan sebagai .xlsx tanpa makro.",
        "Use the workbook downloaded from this task; save it as .xlsx without macros.",
    ),
    "EXCHANGE-EXTERNAL-LINK": _s(
        "{name} mengambil angka dari berkas lain ({part}).",
        "{name} takes figures from another file ({part}).",
        "Ganti rumusnya dengan nilai (Tempel Khusus, Nilai), lalu unggah lagi.",
        "Replace those formulas by values (Paste Special, Values), then upload again.",
    ),
    "EXCHANGE-EXPANDS": _s(
        "{name} mengembang melebihi batas saat dibuka ({found}; batasnya {limit}).",
        "{name} grows beyond the limit when opened ({found}; the limit is {limit}).",
        "Salin isian Anda ke buku kerja baru yang diunduh dari tugas ini.",
        "Copy your entries into a fresh workbook downloaded from this task.",
    ),
    "EXCHANGE-DAMAGED": _s(
        "{name} rusak atau terpotong ({part}).",
        "{name} is damaged or cut off ({part}).",
        "Buka di Excel atau LibreOffice, simpan ulang, lalu unggah lagi.",
        "Open it in Excel or LibreOffice, save it again, then upload.",
    ),
    "EXCHANGE-XML": _s(
        "{name} memuat XML yang tidak ditulis program lembar kerja ({part}).",
        "{name} holds XML that no spreadsheet program writes ({part}).",
        "Salin isian Anda ke buku kerja baru yang diunduh dari tugas ini.",
        "Copy your entries into a fresh workbook downloaded from this task.",
    ),
    "EXCHANGE-NO-SHEET": _s(
        "Lembar “{sheet}” tidak ada; yang ada: {found}.",
        "There is no sheet “{sheet}”; there are: {found}.",
        "Kembalikan nama lembarnya, atau unduh buku kerja tugas ini dan isi di sana.",
        "Restore the sheet's name, or download this task's workbook and fill that in.",
    ),
    "EXCHANGE-NO-COLUMN": _s(
        "Kolom “{column}” tidak ada di lembar “{sheet}”.",
        "The column “{column}” is missing on the sheet “{sheet}”.",
        "Unduh buku kerja baru dan pindahkan isian Anda; kolom dan baris kodenya jangan dihapus.",
        "Download a fresh workbook and carry your entries over; do not delete columns or the code row.",
    ),
    "EXCHANGE-MOVED-COLUMN": _s(
        "Di sel {cell} seharusnya berjudul “{column}”, tetapi tertulis “{found}”.",
        "Cell {cell} should be headed “{column}” but reads “{found}”.",
        "Kembalikan judul kolomnya. Kolom boleh dipindah utuh, tetapi judulnya ikut.",
        "Restore the heading. A column may be moved as a whole, with its heading.",
    ),
    "EXCHANGE-TWO-COLUMNS": _s(
        "Kolom “{column}” ada dua kali, juga di {cell}.",
        "The column “{column}” is there twice, also at {cell}.",
        "Hapus salinannya.",
        "Remove the copy.",
    ),
    "EXCHANGE-OLD-TEMPLATE": _s(
        "Buku kerja ini dari templat versi {file_version}; yang berlaku versi {version}.",
        "This workbook comes from template version {file_version}; version {version} is in use.",
        "Unduh buku kerja baru dari tugas ini dan pindahkan isian Anda.",
        "Download a fresh workbook from this task and carry your entries over.",
    ),
    "EXCHANGE-ALTERED": _s(
        "Lembar tersembunyi yang menandai buku kerja ini berubah atau tidak lengkap.",
        "The hidden sheet that identifies this workbook was changed or is not complete.",
        "Unduh buku kerja baru dari tugas ini dan pindahkan isian Anda.",
        "Download a fresh workbook from this task and carry your entries over.",
    ),
    "EXCHANGE-TOO-MANY-ROWS": _s(
        "{name} berisi lebih dari {limit} baris.",
        "{name} has more than {limit} rows.",
        "Hapus baris kosong yang ikut terformat, atau bagi menjadi beberapa berkas.",
        "Remove empty formatted rows, or split it into several files.",
    ),
    "EXCHANGE-CELL-TOO-LONG": _s(
        "Sel {cell} berisi {length} karakter; batasnya {limit}.",
        "Cell {cell} holds {length} characters; the limit is {limit}.",
        "Ringkas isinya, atau lampirkan sebagai berkas bukti.",
        "Shorten it, or attach it as an evidence file.",
    ),
    "EXCHANGE-READER-STOPPED": _s(
        "{name} tidak selesai dibaca dalam batas {seconds} detik dan {megabytes} MB; tidak ada yang tersimpan.",
        "{name} could not be read within {seconds} seconds and {megabytes} MB; nothing was stored.",
        "Salin isian Anda ke buku kerja baru yang diunduh dari tugas ini. Bila berulang, hubungi sekretariat.",
        "Copy your entries into a fresh workbook downloaded from this task. If it happens again, ask the secretariat.",
    ),
    "EXCHANGE-NOT-TEXT": _s(
        "{name} bukan berkas CSV dalam UTF-8 (baris {row}).",
        "{name} is not a CSV file in UTF-8 (row {row}).",
        "Di Excel pilih “CSV UTF-8”, lalu unggah lagi.",
        "In Excel choose “CSV UTF-8”, then upload again.",
    ),
    "EXCHANGE-CSV-HEADING": _s(
        "Judul kolom {missing} tidak ada; yang ada: {found}.",
        "The heading {missing} is missing; there are: {found}.",
        "Baris pertama memuat sekurangnya: indicator, area, period, value.",
        "The first row holds at least: indicator, area, period, value.",
    ),
    "EXCHANGE-CSV-ROW": _s(
        "Baris {row} memuat {found} kolom, bukan {expected}.",
        "Row {row} has {found} columns, not {expected}.",
        "Beri tanda kutip pada isian yang memuat koma, atau pakai titik koma sebagai pemisah.",
        "Put quotes around a field that holds a comma, or separate fields by semicolons.",
    ),
}

_PAPERS = {
    "PAPERS-NO-FONTS": _s(
        "Huruf untuk laporan belum dipasang (folder {folder} kosong).",
        "The fonts of the papers are not there yet (the folder {folder} is empty).",
        "Jalankan ./run up sekali; penyiapannya mengambil huruf itu.",
        "Run ./run up once; its set-up fetches the fonts.",
    ),
    "PAPERS-NO-RESULTS": _s(
        "Putaran {round} belum dihitung, jadi belum ada yang dapat dilaporkan.",
        "Round {round} has not been computed, so there is nothing to report yet.",
        "Buat laporannya sekali dari halaman Laporan; sesudah itu perintah ini menulisnya lagi.",
        "Make the report once on the page Reports; after that this command writes it again.",
    ),
    "PAPERS-OTHER-VERSION": _s(
        "Versi {version} laporan {round} sudah dibuat dari hasil lain; laporan ini tidak dicatat.",
        "Version {version} of the report of {round} was made from other results already; this one was not recorded.",
        "Lihat laporan itu di halaman Laporan; bila perlu buat laporan baru, yang menjadi versi {next}.",
        "See that report on the page Reports; where it is wanted make a new one, which becomes version {next}.",
    ),
    "PAPERS-FORM": _s(
        "Laporan tidak dibuat dalam bentuk “{form}”.",
        "Reports are not made in the form “{form}”.",
        "Pilih satu di antara: {forms}.",
        "Choose one of: {forms}.",
    ),
}

_LISTS = {
    # exports, filters and what is done to several rows
    "LIST-FORM": _s(
        "Daftar tidak dapat diambil dalam bentuk “{form}”.",
        "A list cannot be taken away in the form “{form}”.",
        "Pilih salah satu: {forms}.",
        "Choose one of: {forms}.",
    ),
    "LIST-TABLE": _s(
        "Halaman ini tidak memuat daftar “{table}”.",
        "This page has no list “{table}”.",
        "Daftar pada halaman ini: {tables}.",
        "The lists of this page: {tables}.",
    ),
    "LIST-NAME": _s(
        "Saringan perlu nama, paling panjang {limit} huruf.",
        "A filter needs a name of at most {limit} letters.",
        "Tulis nama yang Anda kenali nanti.",
        "Write a name you will recognise later.",
    ),
    "LIST-QUERY": _s(
        "Tidak ada saringan yang dapat disimpan di alamat ini.",
        "There is no filter in this address that could be kept.",
        "Pilih saringan pada daftar, tekan Tampilkan, lalu simpan.",
        "Choose a filter on the list, press Show, then keep it.",
    ),
    "LIST-TOO-MANY": _s(
        "Anda sudah menyimpan {limit} saringan untuk daftar ini.",
        "You already keep {limit} filters of this list.",
        "Kesampingkan satu yang tidak dipakai lagi.",
        "Put one aside that is no longer used.",
    ),
    "LIST-NO-OFFICE": _s(
        "Hari ini Anda tidak memegang peran di K/L mana pun, jadi saringan tidak dapat dibagikan.",
        "You hold no role for any office today, so a filter cannot be shared.",
        "Simpan untuk Anda sendiri, atau minta sekretariat mencatat penunjukan Anda.",
        "Keep it for yourself, or ask the secretariat to record your designation.",
    ),
    "LIST-NOT-YOURS": _s(
        "Saringan “{name}” milik orang lain.",
        "The filter “{name}” is somebody else's.",
        "Hanya pemiliknya yang dapat mengesampingkannya.",
        "Only its owner can put it aside.",
    ),
    "LIST-CHANGED": _s(
        "Ada yang berubah sejak pratinjau dibuka; tidak ada yang dilakukan.",
        "Something has changed since the preview was opened; nothing was done.",
        "Buka pratinjau lagi, baca perbedaannya, lalu konfirmasi.",
        "Open the preview again, read what differs, then confirm.",
    ),
    "LIST-NOTHING": _s(
        "Tidak ada satu pun tugas terpilih yang dapat dikerjakan.",
        "Nothing can be done to any of the chosen tasks.",
        "Baca alasan di samping tiap tugas, lalu pilih yang lain.",
        "Read the reason beside each task and choose others.",
    ),
    "LIST-NONE-CHOSEN": _s(
        "Belum ada tugas yang dipilih.",
        "No task was chosen.",
        "Centang tugas pada daftar putaran, lalu pilih tindakannya.",
        "Tick tasks on the list of the round, then choose what to do.",
    ),
    "REPORTING-EXTENSION-NONE": _s(
        "Tidak ada perpanjangan yang berlaku dan dapat ditarik.",
        "There is no extension in force that could be taken back.",
        "Hanya perpanjangan terakhir yang dapat ditarik, selama belum ditarik.",
        "Only the newest extension can be taken back, and only once.",
    ),
    "REPORTING-EXTENSION-PASSED": _s(
        "Sejak perpanjangan sampai {day} tenggat sudah berubah lagi; yang berlaku kini {due}.",
        "The due date has changed again since the extension to {day}; {due} holds now.",
        "Tenggat dari pengembalian tidak dapat ditarik; berikan tenggat baru bila perlu.",
        "A date set by a return cannot be taken back; grant a new one if need be.",
    ),
    "REPORTING-EXTENSION-USED": _s(
        "Laporan sudah diajukan sejak perpanjangan diberikan.",
        "The task was handed in since the extension was granted.",
        "Perpanjangan yang sudah dipakai tetap tercatat.",
        "An extension that was used stays.",
    ),
    "REPORTING-REMINDED": _s(
        "{task} sudah diingatkan hari ini.",
        "{task} was reminded today already.",
        "Satu pengingat sehari; coba lagi besok.",
        "One reminder a day; try again tomorrow.",
    ),
    "REPORTING-NOBODY": _s(
        "Untuk {task} tidak ada yang dapat dikirimi pesan: jabatannya kosong.",
        "There is nobody to write to for {task}: the seat is vacant.",
        "Catat penunjukan di direktori, atau hubungi K/L-nya langsung.",
        "Record a designation in the directory, or call the office.",
    ),
}

# --- a sender's own form (requests)
_SENDER_FORMS = {
    "SENDERFORM-TYPE": _s(
        "Formulir {name} bukan berkas Word (.docx) atau Excel (.xlsx), jadi tidak dapat diisi di sini.",
        "The form {name} is no Word (.docx) or Excel (.xlsx) file, so it cannot be filled in here.",
        "Berkas .doc atau .xls: simpan ulang sebagai .docx atau .xlsx. PDF: mintalah berkas Word atau Excel dari "
        "pengirim, atau jawab dalam surat tersendiri.",
        "A .doc or .xls file: save it again as .docx or .xlsx. A PDF: ask the sender for the Word or Excel file, or "
        "answer in a letter of your own.",
    ),
    "SENDERFORM-NOT-OFFICE": _s(
        "{name} tidak berisi dokumen Word atau buku kerja Excel, apa pun namanya.",
        "{name} holds no Word document or Excel workbook, whatever its name.",
        "Buka dengan Word atau Excel, simpan sebagai .docx atau .xlsx, lalu unggah lagi.",
        "Open it in Word or Excel, save it as .docx or .xlsx, then upload again.",
    ),
    "SENDERFORM-OLD-OR-LOCKED": _s(
        "{name} dikunci kata sandi, atau masih berformat lama (.doc, .xls).",
        "{name} is protected by a password, or in the old format (.doc, .xls).",
        "Buka, hapus kata sandinya, simpan sebagai .docx atau .xlsx, lalu unggah lagi.",
        "Open it, remove the password, save it as .docx or .xlsx, then upload again.",
    ),
    "SENDERFORM-MACRO": _s(
        "{name} memuat makro atau program ({part}), jadi tidak dibuka.",
        "{name} holds a macro or a program ({part}), so it was not opened.",
        "Mintalah formulir tanpa makro dari pengirim, atau simpan sebagai .docx atau .xlsx.",
        "Ask the sender for the form without macros, or save it as .docx or .xlsx.",
    ),
    "SENDERFORM-EXTERNAL": _s(
        "{name} mengambil isi dari tempat lain saat dibuka ({part}).",
        "{name} fetches something from elsewhere when it is opened ({part}).",
        "Putuskan tautannya (Word: Berkas, Info, Edit Tautan; Excel: Data, Edit Tautan), simpan, lalu unggah lagi.",
        "Break the link (Word: File, Info, Edit Links; Excel: Data, Edit Links), save, then upload again.",
    ),
    "SENDERFORM-UNSAFE": _s(
        "{name} tidak aman dibuka: terlalu besar bila dibuka, atau memuat XML yang asing bagi Office ({part}).",
        "{name} is not safe to open: too large once opened, or with XML that is strange to Office ({part}).",
        "Salin isinya ke dokumen baru, simpan sebagai .docx atau .xlsx, lalu unggah dokumen itu.",
        "Copy its content into a new document, save that as .docx or .xlsx, and upload it.",
    ),
    "SENDERFORM-DAMAGED": _s(
        "{name} rusak atau terpotong ({part}).",
        "{name} is damaged or cut off ({part}).",
        "Buka di Word, Excel atau LibreOffice, simpan ulang, lalu unggah lagi.",
        "Open it in Word, Excel or LibreOffice, save it again, then upload.",
    ),
    "SENDERFORM-STOPPED": _s(
        "{name} tidak selesai dibaca dalam batas {seconds} detik dan {megabytes} MB; tidak ada yang tersimpan.",
        "{name} could not be read to its end within {seconds} seconds and {megabytes} MB; nothing was stored.",
        "Salin isinya ke dokumen baru, lalu unggah dokumen itu; atau jawab dalam surat tersendiri.",
        "Copy its content into a new document and upload that; or answer in a letter of your own.",
    ),
    "SENDERFORM-LAYOUT-UNKNOWN": _s(
        "Tata letak formulir {name} tidak dikenali: {seen} nomor terbaca, semuanya tanpa tempat jawaban yang jelas.",
        "The layout of the form {name} is unknown: {seen} numbers were read, none with a clear place for its answer.",
        "Tandai tempat jawaban secara manual: pilih nomor dan tempatnya.",
        "Mark the places of the answers by hand: choose each number and its place.",
    ),
    "SENDERFORM-NO-PLACE": _s(
        "Tidak ada tempat yang jelas untuk menjawab “{question}”.",
        "There is no clear place to answer “{question}”.",
        "Tandai tempat jawabannya secara manual, atau abaikan bila ini bukan pertanyaan.",
        "Mark the place of its answer by hand, or leave it if it is no question.",
    ),
    "SENDERFORM-HEADING": _s(
        "“{question}” tampaknya judul, meskipun ada baris kosong di bawahnya.",
        "“{question}” looks like a heading, though there is an empty line below it.",
        "Bila ini pertanyaan, tandai tempat jawabannya secara manual.",
        "If it is a question, mark the place of its answer by hand.",
    ),
    "SENDERFORM-NO-QUESTION": _s(
        "Ada tempat jawaban tanpa pertanyaan yang jelas (“{text}”).",
        "There is a place for an answer without a clear question (“{text}”).",
        "Bila itu tempat jawaban, tandai secara manual.",
        "If it is the place of an answer, mark it by hand.",
    ),
    "SENDERFORM-SEVERAL-ANSWERS": _s(
        "Tabel {table} punya lebih dari satu kolom jawaban.",
        "Table {table} has more than one column of answers.",
        "Tandai secara manual kolom mana yang diisi.",
        "Mark by hand which of them is to be filled.",
    ),
    "SENDERFORM-TWO-PLACES": _s(
        "Jawaban “{question}” dapat ditulis di {right} atau di {below}.",
        "The answer to “{question}” could go into {right} or into {below}.",
        "Tandai salah satunya secara manual.",
        "Mark one of them by hand.",
    ),
    "SENDERFORM-PLACE-FILLED": _s(
        "Tempat jawaban “{question}” ({anchor}) sudah berisi: “{text}”.",
        "The place of the answer to “{question}” ({anchor}) is not empty: “{text}”.",
        "Tandai tempat lain secara manual, misalnya di bawah teks itu; atau kosongkan di formulir dan unggah lagi.",
        "Mark another place by hand, such as below that text; or empty it in the form and upload again.",
    ),
    "SENDERFORM-PLACE-COVERED": _s(
        "Tempat jawaban “{question}” ({anchor}) tergabung dengan sel lain.",
        "The place of the answer to “{question}” ({anchor}) is merged into another cell.",
        "Tandai sel pertama dari gabungan itu secara manual.",
        "Mark the first cell of that range by hand.",
    ),
    "SENDERFORM-PLACE-LOCKED": _s(
        "Pengirim mengunci tempat jawaban “{question}” ({anchor}).",
        "The sender has locked the place of the answer to “{question}” ({anchor}).",
        "Pilih tempat yang tidak terkunci, atau mintalah formulir yang terbuka.",
        "Choose a place that is not locked, or ask for a form that is open there.",
    ),
    "SENDERFORM-PLACE-KIND": _s(
        "Tempat jawaban “{question}” ({anchor}) adalah pilihan, tanggal, gambar atau isian terikat, bukan teks.",
        "The place of the answer to “{question}” ({anchor}) is a choice, a date, a picture or bound data, not text.",
        "Isi tempat itu di Word setelah formulir terisi diunduh.",
        "Fill in that place in Word once the filled form is downloaded.",
    ),
    "SENDERFORM-PLACE-TWICE": _s(
        "Satu tempat jawaban dipakai lebih dari sekali ({anchor}).",
        "One place is used for more than one answer ({anchor}).",
        "Beri setiap nomor tempatnya sendiri.",
        "Give each number a place of its own.",
    ),
    "SENDERFORM-NUMBER-TWICE": _s(
        "Nomor {written} dipakai lebih dari sekali di formulir ini.",
        "The number {written} is used more than once in this form.",
        "Bedakan keduanya dengan nama bagiannya, misalnya “B {written}”.",
        "Tell them apart by the name of their part, such as “B {written}”.",
    ),
    "SENDERFORM-NO-MARKS": _s(
        "Belum ada tempat jawaban yang ditandai.",
        "No place of an answer is marked yet.",
        "Tandai sekurangnya satu nomor dengan tempat jawabannya.",
        "Mark at least one number with the place of its answer.",
    ),
    "SENDERFORM-ANCHOR-GONE": _s(
        "Tempat {anchor} tidak ada di formulir ini.",
        "There is no place {anchor} in this form.",
        "Baca formulirnya lagi, atau pilih tempat lain.",
        "Read the form again, or choose another place.",
    ),
    "SENDERFORM-OTHER-FILE": _s(
        "{name} bukan lagi berkas yang dibaca; isinya berubah sejak tempat jawaban ditandai.",
        "{name} is no longer the file that was read; it has changed since the places were marked.",
        "Unggah formulir yang baru dan tandai tempat jawabannya lagi.",
        "Upload the new form and mark its places again.",
    ),
    "SENDERFORM-NOT-A-CHOICE": _s(
        "Tempat {anchor} hanya menerima salah satu dari: {allowed}.",
        "The place {anchor} accepts only one of: {allowed}.",
        "Tulis jawaban persis seperti salah satu pilihan itu.",
        "Write the answer exactly as one of these.",
    ),
    "SENDERFORM-ANSWER-TOO-LONG": _s(
        "Jawaban untuk {anchor} sepanjang {length} karakter; batasnya {limit}.",
        "The answer for {anchor} has {length} characters; the limit is {limit}.",
        "Ringkas jawabannya, atau lampirkan sebagai berkas.",
        "Shorten it, or attach it as a file.",
    ),
}

_BENEFITS = {
    "BENEFIT-SUBJECT": _s(
        "{subject} belum dapat diberi catatan manfaat di sini.",
        "{subject} cannot be given a benefit record here yet.",
        "Pilih tujuan, langkah, atau indikator yang ada.",
        "Choose a goal, a measure or an indicator that is there.",
    ),
    "BENEFIT-OFFICE": _s(
        "{office} tidak bertanggung jawab atas {body} pada hari itu.",
        "{office} does not answer for {body} on that day.",
        "Pilih badan dan K/L yang tercatat bersama di direktori.",
        "Choose a body and an office that stand together in the directory.",
    ),
    "BENEFIT-STALE": _s(
        "{who} sudah menyimpan versi {number} catatan ini.",
        "{who} has kept version {number} of this record.",
        "Buka lagi catatannya, lalu ulangi bila masih perlu.",
        "Open the record again, then repeat it if that is still needed.",
    ),
    "BENEFIT-UNCHANGED": _s(
        "Tidak ada yang berubah dari versi {number}.",
        "Nothing differs from version {number}.",
        "Ubah isinya, atau kembali ke catatan.",
        "Change something, or go back to the record.",
    ),
    "BENEFIT-INCOMPLETE": _s(
        "Catatan belum lengkap: {benefit_fields}.",
        "The record is not complete: {benefit_fields}.",
        "Lengkapi dengan versi baru, lalu konfirmasi.",
        "Complete it in a new version, then confirm.",
    ),
    "BENEFIT-CLAIMS": _s(
        "Teksnya menyatakan sebab-akibat: {phrases}.",
        "The text claims a cause: {phrases}.",
        "Tulis ulang sebagai kontribusi, atau beri alasan tertulis mengapa kata itu tetap.",
        "Write it as a contribution, or give a written reason for keeping the words.",
    ),
    "BENEFIT-WHOLE": _s(
        "“{text}” bukan bilangan bulat yang tidak negatif.",
        "“{text}” is not a whole number of zero or more.",
        "Tulis jumlahnya dengan angka, misalnya 1.250 atau >1.000.000.",
        "Write the number in digits, for example 1,250 or >1,000,000.",
    ),
    "BENEFIT-NOT-YET": _s(
        "Ada angka “{text}”, padahal dipilih “belum dapat diukur”.",
        "There is a number, “{text}”, beside “not measurable yet”.",
        "Kosongkan angkanya, atau pilih dihitung atau diperkirakan.",
        "Empty the number, or choose counted or estimated.",
    ),
    "BENEFIT-LINK": _s(
        "“{link}” bukan alamat yang dapat dibuka.",
        "“{link}” is not an address that can be opened.",
        "Salin alamat lengkapnya, mulai dengan https://, satu per baris.",
        "Copy the whole address, beginning with https://, one a line.",
    ),
    "BENEFIT-CHOICE": _s(
        "“{value}” tidak ada dalam pilihan.",
        "“{value}” is not among the choices.",
        "Pilih dari daftar pada formulir.",
        "Choose from the list of the form.",
    ),
    "BENEFIT-NEEDS-FIELD": _s(
        "Bidang kehidupan belum dipilih.",
        "No field of life is chosen.",
        "Pilih satu bidang yang paling dekat.",
        "Choose the one that is nearest.",
    ),
    "BENEFIT-NEEDS-GROUP": _s(
        "Siapa yang menerima manfaat belum disebut.",
        "Who benefits is not said.",
        "Pilih kelompoknya, atau sebutkan dengan kata.",
        "Choose the groups, or say it in words.",
    ),
    "BENEFIT-NEEDS-COUNTING": _s(
        "Belum disebut apakah jumlahnya dihitung, diperkirakan, atau belum dapat diukur.",
        "It is not said whether the number is counted, estimated or not measurable yet.",
        "Pilih salah satu; “belum dapat diukur” juga jawaban.",
        "Choose one; “not measurable yet” is an answer too.",
    ),
    "BENEFIT-NEEDS-AMOUNT": _s(
        "Jumlahnya belum ditulis.",
        "The number is not written.",
        "Tulis angkanya, atau pilih “belum dapat diukur” dengan alasan.",
        "Write the number, or choose “not measurable yet” with a reason.",
    ),
    "BENEFIT-NEEDS-METHOD": _s(
        "Cara memperkirakan jumlahnya belum disebut.",
        "How the number was estimated is not said.",
        "Sebutkan sumber dan hitungannya dalam satu atau dua kalimat.",
        "Name source and calculation in a sentence or two.",
    ),
    "BENEFIT-NEEDS-REASON": _s(
        "Alasan belum dapat diukur belum disebut.",
        "Why it cannot be measured yet is not said.",
        "Sebutkan data apa yang belum ada, dan kapan diperkirakan ada.",
        "Say which data are not there, and when they may be.",
    ),
    "BENEFIT-NEEDS-AREA": _s(
        "Tempatnya belum disebut.",
        "The place is not said.",
        "Tulis kode wilayah, dan bagiannya bila bukan seluruhnya.",
        "Write the code of the area, and which part of it unless it is all.",
    ),
    "BENEFIT-NEEDS-PERIOD": _s(
        "Waktunya belum disebut.",
        "The time is not said.",
        "Tulis seperti 2025, 2025-S1, 2025-Q1 atau 2025-03.",
        "Write it like 2025, 2025-S1, 2025-Q1 or 2025-03.",
    ),
    "BENEFIT-NEEDS-TEXT": _s(
        "Kontribusinya belum diuraikan.",
        "The contribution is not told.",
        "Tulis apa yang dikerjakan dan bagaimana itu ikut mendukung, dalam dua atau tiga kalimat.",
        "Write what was done and how it contributes, in two or three sentences.",
    ),
    "BENEFIT-NEEDS-EVIDENCE": _s(
        "Angkanya belum disertai bukti.",
        "Nothing proves the number yet.",
        "Lampirkan berkas, atau tulis alamat sumbernya.",
        "Attach a file, or write the address of its source.",
    ),
    "BENEFIT-NEEDS-GOAL": _s(
        "Tujuan kerangka lain yang didukung belum dipilih.",
        "No goal of another framework that it serves is chosen.",
        "Pilih sekurangnya satu, misalnya tujuan nasional.",
        "Choose at least one, for example a national goal.",
    ),
    "BENEFIT-ATTRIBUTION": _s(
        "“{phrase}” menyatakan sebab-akibat; catatan ini menguraikan kontribusi.",
        "“{phrase}” claims a cause; this record tells a contribution.",
        "Lebih netral: “{instead}”.",
        "More neutral: “{instead}”.",
    ),
}

# --- incoming requests, working days

_REQUESTS = {
    "REQUESTS-LETTER-DATES": _s(
        "Surat bertanggal {letter_day} tidak mungkin diterima pada {received}.",
        "A letter dated {letter_day} cannot have been received on {received}.",
        "Periksa tanggal surat dan tanggal terimanya; tanggal terima tidak di masa depan.",
        "Check the date of the letter and the day it came; that day is not in the future.",
    ),
    "REQUESTS-NO-DEADLINE": _s(
        "Permintaan ini tanpa tenggat.",
        "This request has no deadline.",
        "Isi tenggat dari suratnya, atau catat apa yang disepakati dengan pengirim.",
        "Enter the deadline from the letter, or note what was agreed with the sender.",
    ),
    "REQUESTS-DEADLINE-PAST": _s(
        "Tenggat pengirim, {due}, sudah lewat.",
        "The sender's deadline, {due}, is already past.",
        "Periksa tanggalnya; bila benar, catat apa yang disepakati dengan pengirim.",
        "Check the date; if it is right, note what was agreed with the sender.",
    ),
    "REQUESTS-DATES-ORDER": _s(
        "Tanggal internal {day} tidak cocok dengan {current}.",
        "The internal date {day} does not fit with {current}.",
        "Urutannya: jawaban K/L, konsolidasi, persetujuan, pengiriman, lalu tenggat pengirim.",
        "The order is: answers of offices, consolidation, clearance, sending, then the sender's deadline.",
    ),
    "REQUESTS-ALREADY-REGISTERED": _s(
        "Surat {letter} dari {sender} sudah terdaftar sebagai {code}.",
        "Letter {letter} from {sender} is already registered as {code}.",
        "Buka permintaan itu; pertanyaan tambahan dicatat di sana.",
        "Open that request; further questions are recorded there.",
    ),
    "REQUESTS-FIELD": _s(
        "Kolom “{field}” masih kosong.",
        "The field “{field}” is empty.",
        "Isi dahulu kolom itu.",
        "Fill that field in first.",
    ),
    "REQUESTS-STALE": _s(
        "Sudah diubah {who} pukul {time}; yang Anda lihat bukan lagi yang terakhir.",
        "{who} changed this at {time}; what you saw is no longer the latest.",
        "Muat ulang, bandingkan, lalu simpan lagi. Tulisan Anda belum tersimpan.",
        "Load it again, compare, then save again. What you wrote is not stored.",
    ),
    "REQUESTS-NO-ITEMS": _s(
        "Belum ada butir yang dapat dikirim ke K/L.",
        "There is no item that could be sent to an office.",
        "Bagi dahulu permintaannya menjadi butir per badan dan K/L.",
        "Split the request first into items by body and office.",
    ),
    "REQUESTS-ITEM-TWICE": _s(
        "Nomor “{written}” sudah dipakai dalam permintaan ini.",
        "The number “{written}” is already used in this request.",
        "Pakai nomor persis seperti ditulis pengirim; setiap nomor satu kali.",
        "Use the number just as the sender writes it, each once.",
    ),
    "REQUESTS-PLACE-TWICE": _s(
        "Butir {number} memakai tempat dalam formulir yang sudah dipakai butir {other}.",
        "Item {number} takes a place of the form that item {other} has already.",
        "Tandai tempat lain untuk butir ini, atau biarkan tanpa tempat.",
        "Mark another place for this item, or leave it without one.",
    ),
    "REQUESTS-ITEM-TEXT": _s(
        "Butir {number} tanpa teks.",
        "Item {number} has no text.",
        "Tulis pertanyaannya dalam salah satu bahasa.",
        "Write the question in one of the languages.",
    ),
    "REQUESTS-NO-OFFICE": _s(
        "Untuk {body} tidak ada K/L penanggung jawab pada {day}.",
        "No office answers for {body} on {day}.",
        "Pilih K/L yang ditanya, atau lengkapi direktori.",
        "Choose the office to ask, or complete the directory.",
    ),
    "REQUESTS-OFFICE": _s(
        "{office} tidak dapat ditanya pada {day}: bukan K/L negara ini, atau tidak ada pada hari itu.",
        "{office} cannot be asked on {day}: it is no office of this country, or not there on that day.",
        "Pilih K/L negara ini yang masih ada.",
        "Choose an office of this country that is there.",
    ),
    "REQUESTS-NO-BODY": _s(
        "Butir {number} belum punya badan yang dituju.",
        "Item {number} has no body it goes to yet.",
        "Pilih badannya; K/L pengampunya ditanya, kecuali Anda memilih K/L lain.",
        "Choose its body; its lead office is asked unless you choose another.",
    ),
    "REQUESTS-NO-FORM": _s(
        "Permintaan {code} belum punya formulir milik pengirim.",
        "Request {code} has no form of its sender yet.",
        "Unggah formulirnya, atau bagi permintaan tanpa formulir.",
        "Upload the form, or split the request without one.",
    ),
    "REQUESTS-FORM-CHANGED": _s(
        "Formulir permintaan {code} sudah diganti sejak halaman ini dibuka.",
        "The form of request {code} has been replaced since this page was opened.",
        "Buka halaman ini lagi: tempat jawaban dibaca dari formulir yang baru.",
        "Open this page again: the places are read from the new form.",
    ),
    "REQUESTS-FORM-IN-USE": _s(
        "Formulir permintaan {code} tidak dapat diganti: {count} butir sudah punya tempat jawaban di dalamnya.",
        "The form of request {code} cannot be replaced: {count} items have their place in it.",
        "Daftarkan formulir baru sebagai permintaan tersendiri, atau isi secara manual sesudah diunduh.",
        "Register the new form as a request of its own, or fill it in by hand after downloading.",
    ),
    "REQUESTS-NOTHING-TO-FILL": _s(
        "Tidak ada butir permintaan {code} yang punya tempat di formulir pengirim.",
        "No item of request {code} has a place in the sender's form.",
        "Bagi permintaan dari formulirnya, atau lampirkan jawaban sebagai berkas tersendiri.",
        "Split the request from its form, or attach the answers as a file of their own.",
    ),
    "REQUESTS-NOT-ASKED": _s(
        "{office} tidak ditanya mengenai butir {number}.",
        "{office} is not asked about item {number}.",
        "Pilih K/L yang ditanya mengenai butir ini.",
        "Choose an office that is asked about this item.",
    ),
    "REQUESTS-EMPTY-ANSWER": _s(
        "Jawaban butir {number} masih kosong.",
        "The answer to item {number} is empty.",
        "Tulis jawabannya, atau nyatakan tidak tersedia beserta alasannya.",
        "Write the answer, or say that none is available, with the reason.",
    ),
    "REQUESTS-NUMBERS": _s(
        "Ada angka yang tidak cocok: {numbers}.",
        "Some numbers do not agree: {numbers}.",
        "Bandingkan kedua bahasa dan angka yang dirujuk; bila memang demikian, centang lalu lanjutkan.",
        "Compare both languages and the figures referred to; where they are meant so, tick that and go on.",
    ),
    "REQUESTS-OTHER-OFFICES": _s(
        "Belum dicatat: K/L yang tampil adalah K/L butir lain.",
        "Not logged yet: the offices shown were those of another item.",
        "K/L butir {number} kini tampil di bawah. Periksa pilihannya, lalu kirim lagi.",
        "The offices of item {number} are shown below now. Check which are ticked, then send again.",
    ),
    "REQUESTS-NO-FIGURE": _s(
        "Tidak ada angka {figure}.",
        "There is no figure {figure}.",
        "Pilih indikator dan periode yang sudah ada angkanya, atau tulis angkanya dalam teks.",
        "Choose an indicator and a period that have a figure, or write the figure into the text.",
    ),
    "REQUESTS-FOREIGN-ANSWER": _s(
        "Jawaban yang dipilih bukan untuk butir {number}, atau belum diserahkan K/L-nya.",
        "A chosen answer is not for item {number}, or its office has not handed it in.",
        "Pilih di antara jawaban yang tampil pada butir ini.",
        "Choose among the answers shown with this item.",
    ),
    "REQUESTS-NOT-OFFERED": _s(
        "Jawaban itu tidak ditawarkan untuk butir {number}.",
        "That answer is not offered for item {number}.",
        "Pilih di antara jawaban terdahulu yang tampil pada butir ini.",
        "Choose among the earlier answers shown with this item.",
    ),
    "REQUESTS-INCOMPLETE": _s(
        "Belum dapat diajukan: {count} butir belum lengkap ({items}).",
        "This cannot be put forward yet: {count} items are not complete ({items}).",
        "Setiap butir perlu jawaban nasional dalam bahasa pengirim.",
        "Each item needs a national answer in the sender's language.",
    ),
    "REQUESTS-CHAIN": _s(
        "Alur persetujuan “{roles}” tidak dapat dipakai.",
        "The chain of clearance “{roles}” cannot be used.",
        "Sedikitnya satu peran yang boleh menyetujui jawaban ke luar, masing-masing satu kali.",
        "At least one role that may clear an answer going out, each once.",
    ),
    "REQUESTS-SENT-DATE": _s(
        "Tanggal kirim {day} tidak di antara persetujuan ({since}) dan hari ini ({until}).",
        "The day it was sent, {day}, is not between its approval ({since}) and today ({until}).",
        "Isi tanggal sebenarnya dikirim.",
        "Enter the day it was really sent.",
    ),
    "REQUESTS-NOT-DELIVERED": _s(
        "Penjelasan hanya dapat diminta atas jawaban yang sudah dikirim.",
        "A clarification is asked of an answer that was sent.",
        "Pilih versi yang sudah dikirim dan butir yang ada di dalamnya.",
        "Choose a version that was sent, and an item that is in it.",
    ),
    "REQUESTS-CLARIFICATION-DATE": _s(
        "Permintaan penjelasan bertanggal {day} tidak di antara pengiriman versinya ({since}) dan hari ini ({until}).",
        "A clarification of {day} is not between the sending of its version ({since}) and today ({until}).",
        "Periksa tanggal penjelasan itu diminta.",
        "Check the day the clarification was asked.",
    ),
}

_WORKDAYS = {
    "WORKDAYS-NONE": _s(
        "Tidak ada hari kerja dalam {days} hari di sekitar {day}.",
        "There is no working day within {days} days of {day}.",
        "Periksa kalender hari libur dan cuti bersama.",
        "Check the calendar of holidays and collective leave.",
    ),
    "WORKDAYS-DECREE": _s(
        "Hari libur tanpa dasar keputusan.",
        "A free day without its decree.",
        "Sebut nomor dan tahun keputusannya.",
        "Give number and year of the decree.",
    ),
    "WORKDAYS-TWICE": _s(
        "{day} sudah tercatat sebagai {name}.",
        "{day} is already recorded as {name}.",
        "Perbaiki catatan itu, jangan menambah yang kedua.",
        "Correct that record instead of adding a second one.",
    ),
    "WORKDAYS-ENDED": _s(
        "Catatan hari libur ini sudah diganti atau ditarik.",
        "This record of a free day was already corrected or withdrawn.",
        "Muat ulang kalendernya.",
        "Load the calendar again.",
    ),
}

# --- reference codes ---
_CODES = {
    "CODES-LABEL": _s(
        "Nama terbitan belum diisi.",
        "The release has no name yet.",
        "Tulis nama terbitan sebagaimana disebut pemiliknya, misalnya “10 November 2025”.",
        "Write it as its owner calls it, for example “10 November 2025”.",
    ),
    "CODES-SOURCE": _s(
        "Sumber terbitan belum diisi.",
        "The source of the release is not given.",
        "Tulis alamat atau surat tempat berkas itu diperoleh.",
        "Write the address or letter the file came from.",
    ),
    "CODES-LABEL-TAKEN": _s(
        "Terbitan “{label}” sudah ada pada daftar ini.",
        "The list has a release “{label}” already.",
        "Terbitan yang sudah diimpor tidak diubah; beri nama lain bila ini terbitan baru.",
        "A release that was imported is not changed; give another name if this is a new one.",
    ),
    "CODES-OLDER": _s(
        "Terbitan ini bertanggal {day}, sebelum terbitan terakhir ({before}).",
        "This release is of {day}, before the current one ({before}).",
        "Impor terbitan menurut urutan tanggalnya.",
        "Import releases in the order of their days.",
    ),
    "CODES-STATE": _s(
        "Berkas ini tidak menunggu konfirmasi ({state}).",
        "This file does not wait for confirmation ({state}).",
        "Unggah berkasnya lagi bila masih diperlukan.",
        "Upload it again if it is still needed.",
    ),
    "CODES-STALE": _s(
        "Terbitan “{label}” diimpor sesudah berkas ini diperiksa.",
        "The release “{label}” was imported after this file was checked.",
        "Unggah berkasnya lagi, supaya dibandingkan dengan terbitan itu.",
        "Upload the file again, so that it is compared with that release.",
    ),
    "CODES-REASON": _s(
        "{count} kode tidak ada lagi; alasannya belum ditulis.",
        "{count} codes are gone; the reason is not given.",
        "Tulis mengapa kode itu dihapus, atau perbaiki berkasnya.",
        "Write why they were dropped, or correct the file.",
    ),
    "CODES-FILE-CHANGED": _s(
        "{name} tidak lagi berisi apa yang diperiksa; tidak ada yang tersimpan.",
        "{name} no longer says what was checked; nothing was stored.",
        "Jalankan pemeriksaan keutuhan, lalu unggah berkasnya lagi.",
        "Run the integrity check, then upload the file again.",
    ),
    "CODES-READER-STOPPED": _s(
        "{name} tidak selesai dibaca dalam batas {seconds} detik dan {megabytes} MB; tidak ada yang tersimpan.",
        "{name} could not be read within {seconds} seconds and {megabytes} MB; nothing was stored.",
        "Simpan daftar itu sebagai CSV, lalu unggah lagi.",
        "Save the list as CSV and upload it again.",
    ),
    "CODES-NONE": _s(
        "{name} tidak berisi satu kode pun di bawah judulnya.",
        "{name} holds no code below its headings.",
        "Periksa apakah lembar pertama memang daftar kodenya.",
        "Check that the first sheet is the list of codes.",
    ),
    "CODES-HEADING": _s(
        "Kolom {missing} tidak ditemukan; judul yang ada: {found}.",
        "The column {missing} was not found; headings there are: {found}.",
        "Beri judul salah satu dari: {wanted}. Judul berada dalam 30 baris pertama.",
        "Head it by one of: {wanted}. Headings stand within the first 30 rows.",
    ),
    "CODES-NUMBER": _s(
        "Sel {place} berisi angka pecahan {value}, bukan teks kode; nol di belakangnya mungkin hilang.",
        "Cell {place} holds the fraction {value}, not a code as text; zeros at its end may be lost.",
        "Jadikan kolom kode sebagai teks di lembar kerja, isi ulang kodenya, lalu unggah lagi.",
        "Make the column of codes text in the spreadsheet, type the codes again, then upload.",
    ),
}

#: Every code with its sentences. A code without both languages fails the tests.
SENTENCES: dict[str, Sentence] = {
    **_DIRECTORY,
    **_ACCOUNTS,
    **_REPORTING,
    **_FORMS,
    **_API,
    **_DATABASE,
    **_FILES,
    **_FIGURES,
    **_CONTENT,
    **_EXCHANGE,
    **_PAPERS,
    **_LISTS,
    **_SENDER_FORMS,
    **_BENEFITS,
    **_REQUESTS,
    **_WORKDAYS,
    **_CODES,
}
