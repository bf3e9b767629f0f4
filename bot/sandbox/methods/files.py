"""Sending photos, documents and voice notes, and fetching files."""

from typing import Any

from bot.sandbox.calls import Call
from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.files import DOWNLOAD_LIMIT, UPLOAD_LIMIT, StoredFile, image_size
from bot.sandbox.methods.messages import deliver, read_caption

PHOTO_LIMIT = 10 * 1024 * 1024


def send_document(call: Call) -> dict[str, Any]:
    """sendDocument."""
    return _send(call, "document")


def send_photo(call: Call) -> dict[str, Any]:
    """sendPhoto."""
    return _send(call, "photo")


def send_voice(call: Call) -> dict[str, Any]:
    """sendVoice."""
    return _send(call, "voice")


def get_file(call: Call) -> dict[str, Any]:
    """getFile."""
    stored = call.world.files.find(call.text("file_id"))
    if stored is None:
        raise bad_request("invalid file_id" if call.text("file_id") else "file_id not specified")
    if stored.size > DOWNLOAD_LIMIT:
        raise bad_request("file is too big")
    return {**stored.reference(), "file_path": stored.path}


def described(stored: StoredFile, content: bytes) -> Any:
    """The file as it stands in a message of its kind."""
    reference = stored.reference()
    if stored.kind == "photo":
        width, height = image_size(content) or (0, 0)
        return [{**reference, "width": width, "height": height}]
    if stored.kind == "voice":
        return {**reference, "duration": 1, "mime_type": stored.mime_type}
    if stored.kind == "sticker":
        width, height = image_size(content) or (512, 512)
        kinds = {"type": "regular", "is_animated": False, "is_video": False}
        return {**reference, "width": width, "height": height, **kinds}
    if stored.kind == "video":
        return {**reference, "width": 640, "height": 360, "duration": 1, "mime_type": stored.mime_type}
    return {**reference, "file_name": stored.name, "mime_type": stored.mime_type}


def _send(call: Call, kind: str) -> dict[str, Any]:
    chat = call.writable_chat()
    caption = read_caption(call)
    stored, content = _taken(call, kind)
    return deliver(call, chat, {kind: described(stored, content), **caption})


def _taken(call: Call, kind: str) -> tuple[StoredFile, bytes]:
    """The file of the call: newly uploaded, or known by its id."""
    value = call.text(kind)
    name = value.removeprefix("attach://") if value.startswith("attach://") else kind
    upload = call.uploads.get(name)
    if upload is not None:
        _check_upload(kind, upload.content)
        stored = call.world.files.add(kind, upload.name or kind, upload.content, upload.mime_type)
        return stored, upload.content
    if not value:
        raise bad_request(f"there is no {kind} in the request")
    if value.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    known = call.world.files.find(value)
    if known is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if known.kind != kind:
        raise bad_request(f"can't use file of type {known.kind.title()} as {kind.title()}")
    return known, call.world.files.content(known) if kind == "photo" else b""


def _check_upload(kind: str, content: bytes) -> None:
    if not content:
        raise bad_request("file must be non-empty")
    if len(content) > UPLOAD_LIMIT:
        raise ApiError(413, "Request Entity Too Large")
    if kind == "photo" and len(content) > PHOTO_LIMIT:
        raise bad_request("file is too big for a photo; its maximum size is 10485760 bytes")
    if kind == "photo" and image_size(content) is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
