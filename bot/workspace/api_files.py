"""files.*: an upload in three steps, and the bytes."""

import mimetypes
from urllib.parse import quote

from aiohttp import web

from bot.workspace.api import ApiError, Json, Method, required
from bot.workspace.api_chat import channel_to_write, thread_of
from bot.workspace.messages import Desk
from bot.workspace.state import StoredFile

LARGEST = 64 * 1024 * 1024


def get_upload_url(desk: Desk, args: Json) -> Json:
    """files.getUploadURLExternal."""
    name, length = required(args, "filename", "length")
    file = StoredFile(
        id=desk.world.new_id("F"),
        name=str(name),
        length=int(length),
        alt_txt=args.get("alt_txt"),
        created=desk.world.clock(),
    )
    if not 0 < file.length <= LARGEST:
        raise ApiError("file_upload_size_restricted")
    desk.world.files[file.id] = file
    return {"upload_url": f"{desk.base}/upload/{file.id}", "file_id": file.id}


async def receive(desk: Desk, request: web.Request) -> web.Response:
    """Take the bytes of an upload."""
    file = desk.world.files.get(request.match_info["file"])
    if file is None or file.content is not None:
        return web.Response(status=404, text="not found")
    content = await _bytes_of(request)
    if len(content) != file.length:
        return web.Response(status=400, text="length does not match")
    file.content = content
    return web.Response(text=f"OK - {len(content)}")


async def _bytes_of(request: web.Request) -> bytes:
    if request.content_type != "multipart/form-data":
        return await request.read()
    for value in (await request.post()).values():
        return value.file.read() if isinstance(value, web.FileField) else str(value).encode()
    return b""


def complete_upload(desk: Desk, args: Json) -> Json:
    """files.completeUploadExternal: show the files, with a message if a channel is named."""
    (given,) = required(args, "files")
    files = [_uploaded(desk, item) for item in given]
    named = args.get("channel_id") or args.get("channels")
    channels = [channel_to_write(desk, c) for c in str(named).split(",")] if named else []
    for file, item in zip(files, given, strict=True):
        file.title = item.get("title") or file.name
        file.channels = tuple(channels)
    wires = [file_wire(desk, file) for file in files]
    for channel in channels:
        post = desk.by_bot(
            channel,
            {"text": args.get("initial_comment") or "", "blocks": args.get("blocks")},
            thread_ts=thread_of(desk, channel, args),
            files=wires,
        )
        desk.post(post)
    return {"files": wires}


def _uploaded(desk: Desk, item: Json) -> StoredFile:
    file = desk.world.files.get(item.get("id", ""))
    if file is None or file.content is None:
        raise ApiError("file_not_found")
    return file


def files_info(desk: Desk, args: Json) -> Json:
    """files.info."""
    (file_id,) = required(args, "file")
    return {"file": file_wire(desk, _uploaded(desk, {"id": file_id}))}


def file_wire(desk: Desk, file: StoredFile) -> Json:
    """Draw a file."""
    where = f"{desk.base}/files/{file.id}/{quote(file.name)}"
    return {
        "id": file.id,
        "name": file.name,
        "title": file.title or file.name,
        "size": file.length,
        "created": int(file.created),
        "mimetype": mimetypes.guess_type(file.name)[0] or "application/octet-stream",
        "filetype": file.name.rpartition(".")[2],
        "user": desk.world.bot.id,
        "alt_txt": file.alt_txt,
        "channels": list(file.channels),
        "url_private": where,
        "url_private_download": where,
        "permalink": where,
    }


def download(desk: Desk, request: web.Request) -> web.Response:
    """Give the bytes of a shared file."""
    file = desk.world.files.get(request.match_info["file"])
    if file is None or file.content is None:
        return web.Response(status=404, text="not found")
    return web.Response(
        body=file.content,
        content_type="application/octet-stream",
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name)}",
            "X-Content-Type-Options": "nosniff",
        },
    )


METHODS: dict[str, Method] = {
    "files.completeUploadExternal": complete_upload,
    "files.getUploadURLExternal": get_upload_url,
    "files.info": files_info,
}
