"""What is wrong with content, in words: one sentence and one hint for each code, in both languages."""

from __future__ import annotations

from .errors import Sentence

CONTENT_SENTENCES: dict[str, Sentence] = {
    "CONTENT-YAML": Sentence(
        "Berkas tidak dapat dibaca: {reason}.",
        "The file cannot be read: {reason}.",
        "Perbaiki penulisan YAML pada baris yang disebut.",
        "Correct the YAML at the line named.",
    ),
    "CONTENT-KIND": Sentence(
        "Jenis isi “{kind}” tidak dikenal.",
        "The kind of content “{kind}” is not known.",
        "Jenis yang dikenal: {known}.",
        "Known kinds: {known}.",
    ),
    "CONTENT-FIELD": Sentence(
        "{entry}: kolom {field} belum ada.",
        "{entry}: field {field} is missing.",
        "Isi kolom itu, atau hapus barisnya.",
        "Fill it in, or remove the entry.",
    ),
    "CONTENT-UNKNOWN-FIELD": Sentence(
        "{entry}: kolom {field} tidak dikenal.",
        "{entry}: field {field} is not known.",
        "Periksa ejaannya.",
        "Check the spelling.",
    ),
    "CONTENT-VALUE": Sentence(
        "{entry}: {field} tidak boleh “{value}”.",
        "{entry}: {field} cannot be “{value}”.",
        "Yang boleh: {allowed}.",
        "Allowed: {allowed}.",
    ),
    "CONTENT-DUPLICATE": Sentence(
        "{entry} sudah ada di {first}.",
        "{entry} stands already at {first}.",
        "Satu kode hanya sekali.",
        "A code stands once.",
    ),
    "CONTENT-REFERENCE": Sentence(
        "{entry}: {field} merujuk {target}, yang tidak ada.",
        "{entry}: {field} refers to {target}, which does not exist.",
        "Perbaiki kode, atau tambahkan yang dirujuk.",
        "Correct the code, or add what it refers to.",
    ),
    "CONTENT-TRANSLATION": Sentence(
        "{entry}: {field} belum ada dalam bahasa {language}.",
        "{entry}: {field} is missing in language {language}.",
        "Tulis kedua bahasa.",
        "Write both languages.",
    ),
    "CONTENT-SOURCE": Sentence(
        "{entry}: sumber atau tingkat kepastian belum ditulis.",
        "{entry}: source or confidence is not given.",
        "Setiap fakta menyebut sumber dan tingkat kepastiannya.",
        "Each fact names its source and how sure it is.",
    ),
    "CONTENT-LICENCE": Sentence(
        "{entry}: lisensi tabel “{licence}” tidak mengizinkan pemakaian ulang.",
        "{entry}: the table's licence “{licence}” does not allow reuse.",
        "Tabel hanya dari CC BY atau ketentuan PBB; fakta tunggal cukup dengan sumbernya.",
        "Tables only under CC BY or UN terms; a single fact is cited with its source.",
    ),
    "CONTENT-FIGURE": Sentence(
        "{entry}: “{value}” bukan angka yang dapat dibaca.",
        "{entry}: “{value}” cannot be read as a figure.",
        "Tulis angka dengan titik desimal, dalam tanda kutip.",
        "Write the figure with a decimal point, in quotation marks.",
    ),
    "CONTENT-PERIOD": Sentence(
        "{entry}: “{value}” bukan kode periode.",
        "{entry}: “{value}” is not a period code.",
        "Tulis seperti 2025, 2025-S1, 2025-Q1 atau 2025-03.",
        "Write it like 2025, 2025-S1, 2025-Q1 or 2025-03.",
    ),
    "CONTENT-DECISION": Sentence(
        "{entry}: data dasar “disepakati” tanpa rujukan keputusan.",
        "{entry}: an agreed baseline without the decision that agreed it.",
        "Tulis nomor keputusan, atau tandai sementara.",
        "Name the decision, or mark it provisional.",
    ),
    "CONTENT-RULE": Sentence(
        "{entry}: aturan tidak sah: {reason}.",
        "{entry}: the rule is not valid: {reason}.",
        "Perbaiki deklarasi aturan.",
        "Correct the declaration of the rule.",
    ),
    "CONTENT-TYPE": Sentence(
        "{entry}: penulisan {field} keliru; yang diminta {wanted}.",
        "{entry}: {field} is written wrongly; {wanted} is asked for.",
        "Periksa penulisannya; kode dan angka ditulis dalam tanda kutip.",
        "Check how it is written; codes and figures stand in quotation marks.",
    ),
    "CONTENT-EMPTY": Sentence(
        "Folder {folder} tidak berisi satu pun berkas YAML.",
        "The folder {folder} holds no YAML file.",
        "Tunjuk folder isi yang benar.",
        "Name the right content folder.",
    ),
    "CONTENT-COUNT": Sentence(
        "{entry}: {level} seharusnya {expected}, tertulis {found}.",
        "{entry}: {level} should be {expected}, {found} are written.",
        "Lengkapi atau buang simpul sampai jumlahnya cocok dengan dokumen.",
        "Add or remove nodes until the number agrees with the document.",
    ),
    "CONTENT-VERIFIED": Sentence(
        "{entry}: ditandai “verified”, tetapi sumbernya (“{source}”) tidak dapat ditelusuri.",
        "{entry}: marked “verified”, but its source (“{source}”) cannot be looked up.",
        "Tulis alamat atau judul dokumennya, atau turunkan tingkat kepastiannya.",
        "Give an address or a document, or lower the confidence.",
    ),
    "CONTENT-OVERLAP": Sentence(
        "{entry}: {other} sudah memimpin badan yang sama pada tanggal yang sama.",
        "{entry}: {other} leads the same body on the same days.",
        "Akhiri yang lama, atau jadikan salah satu co-lead.",
        "End the former one, or make one of them co-lead.",
    ),
    "CONTENT-ANSWERS": Sentence(
        "{entry}: K/L ini sudah bertanggung jawab dengan bentuk dan pada tanggal yang sama di {first}.",
        "{entry}: the office answers for the body in this way on the same days at {first}.",
        "Akhiri yang lama lebih dahulu, atau hapus salah satunya.",
        "End the former first, or take one of them away.",
    ),
    "CONTENT-DESK-OVERLAP": Sentence(
        "{entry}: bertabrakan dengan yang dicatat di meja: {other} ({since} – {until}).",
        "{entry}: runs into what was recorded on the desk: {other} ({since} – {until}).",
        "Sesuaikan tanggal pada isi, atau akhiri yang dicatat itu pada halaman badan.",
        "Change the dates in the content, or end what was recorded on the page of the body.",
    ),
    "CONTENT-DESK-KEPT": Sentence(
        "{entry}: {field} di meja “{here}”, di isi “{said}”; yang di meja tetap berlaku.",
        "{entry}: {field} is “{here}” on the desk, “{said}” in the content; the desk's stays.",
        "Samakan isi dengan yang dicatat, atau abaikan bila yang di meja benar.",
        "Write it in the content as it was recorded; where the desk is right nothing has to be done.",
    ),
    "CONTENT-ORDER": Sentence(
        "{entry}: {earlier} harus sebelum {later}.",
        "{entry}: {earlier} has to come before {later}.",
        "Betulkan urutannya.",
        "Correct the order.",
    ),
    "CONTENT-DELIVERY-CHAIN": Sentence(
        "{entry}: alur persetujuan penyerahan “{value}” harus menyebut tepat satu peran: {allowed}.",
        "{entry}: the delivery chain “{value}” has to name exactly one role: {allowed}.",
        "Isi `delivery_chain` dengan satu peran; lebih dari satu belum didukung.",
        "Fill `delivery_chain` with one role; more than one is not supported yet.",
    ),
    "CONTENT-CYCLE": Sentence(
        "{entry}: menjadi induk bagi dirinya sendiri lewat {path}.",
        "{entry}: is its own parent by way of {path}.",
        "Putuskan lingkaran induk itu.",
        "Break the circle of parents.",
    ),
    "CONTENT-RANGE": Sentence(
        "{entry}: {value} di luar batas indikator, {low} sampai {high}.",
        "{entry}: {value} lies outside the indicator's bounds, {low} to {high}.",
        "Periksa angkanya, atau batas pada lembar indikator.",
        "Check the figure, or the bounds on the indicator's sheet.",
    ),
    "CONTENT-CODE": Sentence(
        "{entry}: kode {named} tidak ada dalam terbitan terakhir {list}.",
        "{entry}: code {named} is not in the current release of {list}.",
        "Perbaiki kode pada lembar indikator, atau impor terbitan yang memuatnya.",
        "Correct the code on the sheet, or import the release that holds it.",
    ),
    "CONTENT-ADDRESS": Sentence(
        "{entry}: alamat “{email}” bukan alamat contoh.",
        "{entry}: the address “{email}” is not a reserved one.",
        "Orang rekaan memakai domain .example.",
        "Invented people use a domain ending in .example.",
    ),
}
