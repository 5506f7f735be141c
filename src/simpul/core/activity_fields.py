"""Fields of an audit row in words, in both languages; a field that is not here is shown by its code."""

from __future__ import annotations

import re

FIELDS: dict[str, tuple[str, str]] = {
    "acronym": ("singkatan", "acronym"),
    "admin": ("administrator", "administrator"),
    "alignment": ("penyelarasan", "alignments"),
    "amount": ("jumlah", "amount"),
    "answer": ("jawaban", "answer"),
    "answers": ("jawaban", "answers"),
    "area": ("wilayah", "area"),
    "asked": ("diminta", "asked for"),
    "asked_on": ("ditanyakan pada", "asked on"),
    "acting": ("cara memegang", "how it is held"),
    "attribution": ("atribusi", "attributions"),
    "baseline": ("data dasar", "baseline"),
    "basis": ("dasar", "basis"),
    "body": ("badan sektoral", "sectoral body"),
    "cell": ("sel", "cell"),
    "chain": ("alur persetujuan", "chain"),
    "chair": ("ketua", "chairs"),
    "changed": ("berubah", "changed"),
    "channel": ("saluran", "channel"),
    "clarification": ("permintaan penjelasan", "clarification"),
    "classification": ("sifat surat", "classification"),
    "clearance": ("persetujuan", "clearance"),
    "closes": ("tutup", "closes"),
    "closes_on": ("ditutup", "closes on"),
    "code_list": ("daftar kode", "code lists"),
    "comment": ("tanggapan", "comment"),
    "comments_due_on": ("tenggat tanggapan", "comments due"),
    "comments_waiting": ("tanggapan belum dijawab", "comments waiting"),
    "consolidation": ("konsolidasi", "consolidation"),
    "counting": ("cara menghitung", "how it is counted"),
    "counts": ("jumlah", "counts"),
    "date": ("tanggal", "date"),
    "dates": ("tanggal", "dates"),
    "deadline": ("tenggat pengirim", "deadline of the sender"),
    "decided_on": ("diputuskan pada", "decided on"),
    "decision": ("keputusan", "decision"),
    "decree": ("dasar hukum", "decree"),
    "definition_version": ("versi definisi", "version of the definition"),
    "delivery": ("penyerahan", "delivery"),
    "delivery_chain": ("alur persetujuan penyerahan", "chain of delivery"),
    "demo": ("akun contoh", "demonstration account"),
    "density": ("kerapatan tabel", "density of tables"),
    "designation": ("penunjukan", "designation"),
    "digest": ("sidik isi", "fingerprint"),
    "disaggregation": ("rincian", "breakdown"),
    "disposition": ("disposisi", "disposition"),
    "due": ("tenggat", "due"),
    "email": ("alamat surel", "e-mail address"),
    "ended": ("berakhir", "ended"),
    "event": ("pertemuan", "meetings"),
    "extension": ("perpanjangan", "extension"),
    "field": ("isian", "field"),
    "field_of_life": ("bidang kehidupan", "field of life"),
    "figure": ("angka", "figure"),
    "figures": ("angka", "figures"),
    "file": ("berkas", "file"),
    "files": ("berkas", "files"),
    "form": ("formulir pengirim", "form of the sender"),
    "format": ("bentuk", "form"),
    "framework": ("kerangka", "frameworks"),
    "frameworks": ("kerangka", "frameworks"),
    "glossary": ("glosarium", "glossary"),
    "group": ("kelompok penduduk", "population groups"),
    "groups": ("siapa", "who"),
    "hash": ("sidik isi", "fingerprint"),
    "holder": ("pemegang", "holder"),
    "holiday": ("hari libur", "free days"),
    "import": ("unggahan", "upload"),
    "indicator": ("indikator", "indicators"),
    "indicators": ("indikator", "indicators"),
    "into": ("digabung ke", "merged into"),
    "is_number": ("dibaca sebagai angka", "read as a number"),
    "item": ("butir", "item"),
    "items": ("butir", "items"),
    "kept": ("rumusan pertama", "first wordings"),
    "kind": ("jenis", "kind"),
    "label": ("terbitan", "release"),
    "language": ("bahasa", "language"),
    "letter": ("surat", "letter"),
    "letter_date": ("tanggal surat", "date of the letter"),
    "letter_file": ("berkas surat", "file of the letter"),
    "links": ("tautan bukti", "links"),
    "mapping": ("pemetaan", "mappings"),
    "metadata": ("formulir metadata", "metadata forms"),
    "name": ("nama", "name"),
    "name_en": ("nama (Inggris)", "name (English)"),
    "name_id": ("nama (Indonesia)", "name (Indonesian)"),
    "naming": ("kaidah nama", "rules of naming"),
    "narratives": ("isian narasi", "paragraphs"),
    "nature": ("sifat angka", "nature"),
    "node": ("tujuan dan langkah", "goals and measures"),
    "number": ("nomor", "number"),
    "numbers": ("angka yang diingatkan", "numbers warned of"),
    "obligation": ("kewajiban lapor", "obligations"),
    "observation": ("pengamatan", "observation"),
    "office": ("K/L", "office"),
    "offices": ("K/L", "offices"),
    "on": ("pada", "on"),
    "opens": ("buka", "opens"),
    "opens_on": ("dibuka", "opens on"),
    "organisation": ("K/L", "office"),
    "origin": ("asal", "origin"),
    "parent": ("induk", "parent"),
    "part": ("bentuk", "part"),
    "period": ("periode", "period"),
    "person": ("orang", "person"),
    "problem": ("masalah", "problem"),
    "profile": ("bentuk penyerahan", "profile"),
    "proposals_due_on": ("tenggat usulan", "proposals due"),
    "published": ("angka diterbitkan", "figures published"),
    "purpose": ("keperluan", "purpose"),
    "query": ("saringan", "filter"),
    "rank": ("urutan", "rank"),
    "reason": ("alasan", "reason"),
    "receipt": ("tanda terima", "receipt"),
    "received": ("baris diterima", "rows received"),
    "region": ("daerah", "region"),
    "relation": ("hubungan", "relation"),
    "remark": ("catatan", "remark"),
    "request_handling": ("tata cara permintaan", "handling of requests"),
    "responsibility": ("penanggung jawab", "responsibilities"),
    "revision_reason": ("alasan revisi", "reason of the revision"),
    "role": ("peran", "role"),
    "rule": ("aturan", "rule"),
    "seat": ("kursi", "seat"),
    "sender": ("pengirim", "sender"),
    "sending": ("pengiriman", "sending"),
    "serves": ("tujuan yang didukung", "goals it serves"),
    "settings": ("pengaturan", "settings"),
    "sha256": ("sidik berkas", "fingerprint of the file"),
    "shared_with": ("dibagi dengan", "shared with"),
    "since": ("mulai", "from"),
    "size": ("ukuran", "size"),
    "source": ("sumber", "source"),
    "state": ("status", "state"),
    "status": ("status", "status"),
    "step": ("langkah", "step"),
    "stored": ("baris disimpan", "rows stored"),
    "subject": ("tentang", "about"),
    "submission": ("pengajuan", "submission"),
    "successor": ("penerus", "successor"),
    "table": ("daftar", "list"),
    "tasks": ("tugas", "tasks"),
    "term": ("istilah", "terms"),
    "text": ("teks", "text"),
    "text_en": ("teks (Inggris)", "text (English)"),
    "text_id": ("teks (Indonesia)", "text (Indonesian)"),
    "title": ("judul", "title"),
    "title_id": ("judul (Indonesia)", "title (Indonesian)"),
    "unchanged": ("baris tetap", "rows unchanged"),
    "unfinished": ("belum selesai", "unfinished"),
    "unit": ("satuan", "unit"),
    "until": ("sampai", "until"),
    "used": ("berdasarkan", "made from"),
    "value": ("nilai", "value"),
    "verdicts": ("verdik", "verdicts"),
    "version": ("versi", "version"),
    "waiver": ("alasan pembuat juga pemeriksa", "why maker is checker"),
    "who": ("siapa persisnya", "who exactly"),
    "withdrawn": ("ditarik", "withdrawn"),
    "words": ("kata", "words"),
    "words_en": ("kata dalam bahasa Inggris", "words in English"),
}
"""Word of each field: Indonesian, English."""


#: Field of an indicator's sheet -> its word, that of the sheet itself; `classification` of a letter is another.
SHEET_FIELDS: dict[str, tuple[str, str]] = {
    "baseline": ("data dasar", "baseline"),
    "classification": ("klasifikasi penyajian", "disaggregation"),
    "comparability": ("keterbandingan", "comparability"),
    "concept": ("konsep", "concept"),
    "definition": ("definisi operasional", "operational definition"),
    "formula": ("rumus", "formula"),
    "frequency": ("frekuensi", "frequency"),
    "interpretation": ("interpretasi", "interpretation"),
    "measure": ("ukuran", "measure"),
    "national_equivalent": ("padanan nasional", "national equivalent"),
    "producer": ("produsen data", "data producer"),
    "release_lag_assumed": ("jeda rilis berupa asumsi", "release lag is an assumption"),
    "release_lag_months": ("jeda rilis dalam bulan", "release lag in months"),
    "source_activity": ("kegiatan sumber", "source activity"),
    "targets": ("sasaran", "targets"),
    "unit": ("satuan", "unit"),
    "unit_code": ("kode satuan", "code of the unit"),
}

#: Field -> what is kept in it as a code -> Indonesian, English.
VALUES: dict[str, dict[str, tuple[str, str]]] = {
    "answer": {
        "value": ("nilai", "value"),
        "unavailable": ("tidak tersedia", "not available"),
        "nothing_new": ("tidak ada angka baru", "nothing new"),
        "confirmed": ("dikonfirmasi", "confirmed"),
    },
    "channel": {"desk": ("lewat Simpul", "on the desk")},
    "classification": {
        "ordinary": ("biasa", "ordinary"),
        "restricted": ("terbatas", "restricted"),
        "secret": ("rahasia", "secret"),
    },
    "counting": {
        "counted": ("dihitung", "counted"),
        "estimated": ("diperkirakan", "estimated"),
        "not_yet": ("belum dapat diukur", "not measurable yet"),
    },
    "disaggregation": {"_T": ("total", "total")},
    "kind": {
        "answer": ("jawaban", "answer"),
        "unavailable": ("tidak tersedia", "not available"),
        "national-report": ("laporan nasional", "national report"),
    },
    "language": {"id": ("Indonesia", "Indonesian"), "en": ("Inggris", "English")},
    "part": {
        "lead": ("K/L pengampu", "lead"),
        "co-lead": ("pengampu bersama", "co-lead"),
        "contributing": ("berkontribusi", "contributing"),
    },
    "purpose": {
        "evidence": ("bukti", "evidence"),
        "workbook": ("berkas isian", "filled-in workbook"),
        "letter": ("surat", "letter"),
        "request_form": ("formulir permintaan", "form of a request"),
        "request_delivery": ("jawaban kepada pengirim", "answer to a sender"),
        "codes": ("daftar kode", "code list"),
        "paper": ("laporan", "report"),
        "delivery": ("penyerahan", "delivery"),
        "decision": ("keputusan", "decision"),
    },
    "unit": {
        "people": ("orang", "people"),
        "households": ("rumah tangga", "households"),
        "communities": ("komunitas", "communities"),
        "institutions": ("lembaga", "institutions"),
    },
}

#: Fields in which a number is the key of a row.
KEYS = frozenset({"clarification", "comment", "designation", "import", "observation"})

_FINGERPRINT = re.compile("[0-9a-f]{64}")


def is_fingerprint(text: str) -> bool:
    """Whether a text is a SHA-256, which says something to a technician alone.

    >>> is_fingerprint("0f" * 32), is_fingerprint("2026/4")
    (True, False)
    """
    return bool(_FINGERPRINT.fullmatch(text))


def sheet_word(name: str, language: str) -> str:
    """The word of a field of a sheet; empty where it is none.

    >>> sheet_word("formula", "id"), sheet_word("odd", "en")
    ('rumus', '')
    """
    pair = SHEET_FIELDS.get(name)
    return pair[language == "en"] if pair else ""


def value_word(name: str, code: str, language: str) -> str:
    """What a field holds, in words; one that is no code stays as it is.

    >>> value_word("purpose", "request_delivery", "en"), value_word("purpose", "odd", "id")
    ('answer to a sender', 'odd')
    """
    pair = VALUES[name].get(code)
    return pair[language == "en"] if pair else code


def field_word(name: str, language: str) -> str:
    """The word of a field of an audit row.

    >>> field_word("due", "id"), field_word("odd_thing", "en")
    ('tenggat', 'odd thing')
    """
    pair = FIELDS.get(name)
    return pair[language == "en"] if pair else name.replace("_", " ")
