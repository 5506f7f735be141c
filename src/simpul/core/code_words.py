"""What is said of a release of reference codes, in words: one sentence and one hint for each rule."""

from __future__ import annotations

from .errors import Sentence

CODE_SENTENCES: dict[str, Sentence] = {
    "CODES-EMPTY": Sentence(
        "Baris ini tidak berisi {field}.",
        "This row has no {field}.",
        "Setiap kode punya kode (code) dan nama (name).",
        "Every code has a code and a name.",
    ),
    "CODES-DUPLICATE": Sentence(
        "Kode {code} sudah ada di baris {first}.",
        "Code {code} stands already in row {first}.",
        "Satu kode hanya sekali dalam satu terbitan.",
        "A code stands once in a release.",
    ),
    "CODES-LONG": Sentence(
        "{field} sepanjang {length} tanda, batasnya {limit}.",
        "{field} is {length} characters long, the limit is {limit}.",
        "Periksa apakah kolomnya tertukar.",
        "Check whether columns were mixed up.",
    ),
    "CODES-CHARACTER": Sentence(
        "{field} memuat tanda {character} di posisi {position}, yang tidak dapat disimpan.",
        "{field} holds the character {character} at position {position}, which cannot be kept.",
        "Hapus tanda itu, lalu unggah lagi.",
        "Remove it and upload again.",
    ),
    "CODES-PARENT": Sentence(
        "Induk {parent} dari kode {code} tidak ada dalam berkas.",
        "The parent {parent} of code {code} is not in the file.",
        "Lengkapi induknya, atau kosongkan kolom induk.",
        "Add the parent, or leave the field empty.",
    ),
    "CODES-CYCLE": Sentence(
        "Kode {code} menjadi induk bagi dirinya sendiri: {path}.",
        "Code {code} is its own parent by way of {path}.",
        "Putuskan lingkaran induk itu.",
        "Break the circle of parents.",
    ),
    "CODES-VANISHED": Sentence(
        "Kode {code} ada pada terbitan sebelumnya, tidak ada lagi dalam berkas ini.",
        "Code {code} was in the release before and is not in this file.",
        "Bila memang dihapus, tulis alasannya saat mengimpor; kode lama tetap terbaca pada terbitan lama.",
        "If it was dropped indeed, give the reason on importing; it stays readable in the older release.",
    ),
    "CODES-CHANGED": Sentence(
        "Kode {code} berubah: {name}.",
        "Code {code} has changed: {name}.",
        "Bandingkan kedua terbitan sesudah diimpor.",
        "Compare the two releases after importing.",
    ),
    "CODES-ADDED": Sentence(
        "Kode {code} baru: {name}.",
        "Code {code} is new: {name}.",
        "Tidak ada yang perlu dilakukan.",
        "Nothing needs to be done.",
    ),
}
