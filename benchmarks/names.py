"""Names and sentences of works as plans and reports of a province write them."""

import random

DISTRICTS = (
    ("TP Trà Vinh", "ubnd-tp-tra-vinh"), ("TX Duyên Hải", "ubnd-tx-duyen-hai"),
    ("Duyên Hải", "ubnd-h-duyen-hai"), ("Càng Long", "ubnd-h-cang-long"),
    ("Cầu Kè", "ubnd-h-cau-ke"), ("Tiểu Cần", "ubnd-h-tieu-can"), ("Châu Thành", "ubnd-h-chau-thanh"),
    ("Cầu Ngang", "ubnd-h-cau-ngang"), ("Trà Cú", "ubnd-h-tra-cu"),
)  # fmt: skip
DEPARTMENTS = ("so-gtvt", "so-cong-thuong", "so-xay-dung", "so-tttt", "bql-kkt")
PLACES = (
    "Đại Phước", "Nhị Long", "Huyền Hội", "Phương Thạnh", "Bình Phú", "An Trường", "Tân An",
    "Tân Bình", "Mỹ Cẩm", "Đức Mỹ", "An Phú Tân", "Hòa Tân", "Ninh Thới", "Phong Phú", "Phong Thạnh",
    "Tam Ngãi", "Thông Hòa", "Châu Điền", "Hiếu Trung", "Hiếu Tử", "Hùng Hòa", "Long Thới",
    "Ngãi Hùng", "Phú Cần", "Tân Hòa", "Tập Ngãi", "Đa Lộc", "Hòa Lợi", "Hòa Minh", "Hòa Thuận",
    "Hưng Mỹ", "Long Hòa", "Lương Hòa", "Mỹ Chánh", "Nguyệt Hóa", "Phước Hảo", "Song Lộc", "Thanh Mỹ",
    "Hiệp Hòa", "Hiệp Mỹ", "Kim Hòa", "Long Sơn", "Mỹ Hòa", "Nhị Trường", "Thạnh Hòa Sơn", "Thuận Hòa",
    "Trường Thọ", "Vinh Kim", "An Quảng Hữu", "Đại An", "Đôn Châu", "Đôn Xuân", "Hàm Giang",
    "Kim Sơn", "Long Hiệp", "Lưu Nghiệp Anh", "Ngãi Xuyên", "Ngọc Biên", "Phước Hưng", "Tập Sơn",
    "Thanh Sơn", "Đông Hải", "Long Khánh", "Long Vĩnh", "Ngũ Lạc", "Dân Thành", "Trường Long Hòa",
)  # fmt: skip
LINE_KINDS = (
    "Nâng cấp, mở rộng đường tỉnh {n}", "Đường huyện {n}", "Kè chống sạt lở bờ sông {a}",
    "Đường dây 110 kV {a} – {b}", "Nạo vét kênh {a}", "Đường liên xã {a} – {b}",
    "Đê biển đoạn {a} – {b}", "Tuyến cáp quang {a} – {b}",
)  # fmt: skip
AREA_KINDS = (
    "Cụm công nghiệp {a}", "Khu dân cư {a}", "Khu tái định cư {a}", "Nhà máy nước {a}",
    "Nhà máy điện gió {a} số {k}", "Khu bến cảng {a}", "Khu hành chính {a}",
    "Trạm biến áp 110 kV {a}", "Khu xử lý nước thải {a}", "Khu công nghiệp {a} giai đoạn {k}",
)  # fmt: skip
OBSTACLES = (
    "Còn {n} hộ chưa nhận tiền bồi thường tại xã {a}, {d}.",
    "Chờ bố trí {n} tỷ đồng vốn trung hạn; nhà thầu tạm ứng vật tư.",
    "Thiếu cát san lấp khoảng {n}.000 m³, giá vật liệu tăng.",
    "Chưa xong thủ tục chuyển mục đích sử dụng {n},5 ha đất lúa.",
    "Đường dây trung thế qua xã {a} chưa di dời, dự kiến xong trong {k} tháng.",
)  # fmt: skip


def line(rng: random.Random, number: int) -> str:
    """Return the name of a road, dyke or cable; the number of the lot makes it unlike others."""
    return _named(
        rng,
        rng.choice(LINE_KINDS),
        f"đoạn Km{rng.randrange(60)}+{rng.randrange(10)}00, gói {number + 1}",
    )


def area(rng: random.Random, number: int) -> str:
    """Return the name of a place that is built; the number of the lot makes it unlike others."""
    return _named(rng, rng.choice(AREA_KINDS), f"lô {number + 1}")


def _named(rng: random.Random, kind: str, lot: str) -> str:
    a, b = rng.sample(PLACES, 2)
    return f"{kind.format(a=a, b=b, n=rng.randrange(901, 960), k=rng.randrange(1, 4))}, {lot}"


def obstacle(rng: random.Random, district: str) -> str:
    """Return a sentence that says what holds a work up."""
    return rng.choice(OBSTACLES).format(
        n=rng.randrange(2, 240), a=rng.choice(PLACES), d=district, k=rng.randrange(2, 9)
    )
