"""Writes image sets by Python's standard library and says which files it then sees in them.

Reads a set a line as JSON (random_set.ts) and writes it into the folder of the first argument; answers a line with its
path and the paths of its files."""
import base64, gzip, io, json, os, sys, tarfile, warnings, zipfile

FOLDER = sys.argv[1]
IMAGE = base64.b64decode(sys.argv[2])
CONTENT = {"image": IMAGE, "text": b"no image", "empty": b""}
warnings.simplefilter("ignore")  # of names twice


class Gbk(zipfile.ZipInfo):
    def _encodeFilenameFlags(self):
        return self.filename.encode("gbk"), self.flag_bits & ~0x800


def raw(path, gbk):
    return path.encode("gbk" if gbk else "utf-8")


def members(spec):
    for path, content in spec["files"].items():
        yield path, CONTENT[content], False
    for path in spec["gbk"]:
        yield path, IMAGE, True
    if spec.get("twice"):
        yield spec["twice"], IMAGE, False


def write_folder(base, spec):
    top = os.fsencode(base)
    os.makedirs(top)
    for path, body, gbk in members(spec):
        place = os.path.join(top, raw(path, gbk))
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with open(place, "wb") as file:
            file.write(body)
    for path in spec["folders"]:
        os.makedirs(os.path.join(top, raw(path, False)), exist_ok=True)
    for path in spec["links"]:
        place = os.path.join(top, raw(path, False))
        os.makedirs(os.path.dirname(place), exist_ok=True)
        os.symlink(".", place)
    return [
        os.path.relpath(os.path.join(folder, name), base)
        for folder, _, names in os.walk(base) for name in names
    ]


def write_zip(path, spec):
    stored, comment, dot, folders = spec["style"][:4]
    method = zipfile.ZIP_STORED if stored < 3 else zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(path, "w", method) as out:
        if folders < 3:
            for name in spec["folders"]:
                out.writestr(name + "/", b"")
        for name, body, gbk in members(spec):
            name = "./" + name if dot == 0 else name
            info = (Gbk if gbk else zipfile.ZipInfo)(name)
            info.compress_type = method
            if comment < 2:
                out.writestr(info, body)
            else:  # by a stream, with data descriptors if it cannot go back
                with out.open(info, "w") as file:
                    file.write(body)
        if folders >= 3:
            for name in spec["folders"]:
                out.writestr(name + "/", b"")
        for name in spec["links"]:
            info = zipfile.ZipInfo(name)
            info.create_system, info.external_attr = 3, 0o120777 << 16
            out.writestr(info, b".")
        if comment == 0:
            out.comment = b"a comment"
    with zipfile.ZipFile(path) as whole:
        return [name for name in whole.namelist() if not name.endswith("/")]


def write_tar(path, spec, packed):
    kind, dot, pieces, zeros, extras = spec["style"][:5]
    kind = [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT, tarfile.USTAR_FORMAT][kind % 3]
    if any(len(raw(name, False)) > 90 for name in [*spec["files"], *spec["folders"]]) and kind == tarfile.USTAR_FORMAT:
        kind = tarfile.GNU_FORMAT
    bytes_ = io.BytesIO()
    headers = {"comment": "by hand"} if extras < 2 and kind == tarfile.PAX_FORMAT else {}
    with tarfile.open(fileobj=bytes_, mode="w", format=kind, pax_headers=headers) as out:
        def add(name, body=None, type_=tarfile.REGTYPE):
            info = tarfile.TarInfo("./" + name if dot == 0 else name)
            info.type, info.mtime = type_, 1.5 if extras == 0 else 1
            info.size = len(body or b"")
            info.linkname = "." if type_ == tarfile.SYMTYPE else ""
            out.addfile(info, None if body is None else io.BytesIO(body))
        if dot == 0:
            out.addfile(directory("./"))
        for name in spec["folders"]:
            add(name, None, tarfile.DIRTYPE)
        for name, body, gbk in members(spec):
            add(raw(name, gbk).decode("utf-8", "surrogateescape"), body)
        for name in spec["links"]:
            add(name, None, tarfile.SYMTYPE)
    whole = bytes_.getvalue() + b"\0" * (700 * zeros if zeros > 3 else 0)
    if packed:
        size = max(1, len(whole) // (1 + pieces))
        whole = b"".join(
            gzip.compress(whole[at:at + size], 1) for at in range(0, len(whole), size)
        ) + b"\0" * (99 if zeros == 1 else 0)
    with open(path, "wb") as file:
        file.write(whole)
    with tarfile.open(path) as found:
        return [member.name for member in found if member.isfile()]


def directory(name):
    info = tarfile.TarInfo(name)
    info.type = tarfile.DIRTYPE
    return info


for line in sys.stdin:
    spec = json.loads(line)
    path = os.path.join(FOLDER, str(spec["seed"]))
    form = spec["form"]
    if form == "folder":
        paths = write_folder(path, spec)
    elif form == "zip":
        paths = write_zip(path, spec)
    else:
        paths = write_tar(path, spec, form == "tar.gz")
    paths = [p[2:] if p.startswith("./") else p for p in paths]
    print(json.dumps({"path": path, "paths": paths}), flush=True)
