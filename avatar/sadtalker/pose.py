"""From sound to the head: how its pose departs from the portrait's, in blocks of 32 pictures."""

import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812 - its name everywhere

from avatar.sadtalker.expression import HEARD, audio_encoder
from avatar.sadtalker.resunet import ResUnet

BLOCK = 32  # pictures
POSE = 6  # three angles, three numbers of translation
LATENT, STYLES, HIDDEN = 64, 46, 128
GIVEN = POSE + LATENT + BLOCK * POSE  # what the decoder is told: the portrait's pose, the dice, the sound


class Decoder(nn.Module):
    """The half of the auto-encoder that speaks."""

    def __init__(self) -> None:
        super().__init__()
        self.classbias = nn.Parameter(torch.randn(STYLES, LATENT))
        self.resunet = ResUnet()
        self.MLP = nn.ModuleDict({"L0": nn.Linear(GIVEN, HIDDEN), "L1": nn.Linear(HIDDEN, BLOCK * POSE)})
        self.pose_linear = nn.Linear(POSE, POSE)
        self.linear_audio = nn.Linear(HEARD, POSE)

    def forward(self, heard: torch.Tensor, pose: torch.Tensor, dice: torch.Tensor, style: int) -> torch.Tensor:
        """Sound (n, 32, 512), the portrait's pose (n, 6), N(0, 1) dice (n, 64); the departure, (n, 32, 6)."""
        given = torch.cat([pose, dice + self.classbias[style], self.linear_audio(heard).flatten(1)], dim=1)
        drawn = torch.sigmoid(self.MLP["L1"](F.relu(self.MLP["L0"](given))))
        return self.pose_linear(self.resunet(drawn.reshape(-1, 1, BLOCK, POSE))[:, 0])


class Encoder(nn.Module):
    """The half that was only there for training; its tensors are in the file."""

    def __init__(self) -> None:
        super().__init__()
        self.classbias = nn.Parameter(torch.randn(STYLES, LATENT))
        self.resunet = ResUnet()
        self.MLP = nn.ModuleDict({"L0": nn.Linear(GIVEN + BLOCK * POSE, HIDDEN)})
        self.linear_means, self.linear_logvar = nn.Linear(HIDDEN, LATENT), nn.Linear(HIDDEN, LATENT)
        self.linear_audio = nn.Linear(HEARD, POSE)


class Critic(nn.Module):
    """Another part of the training; its tensors are in the file."""

    def __init__(self) -> None:
        super().__init__()
        sizes = ((POSE, 256, 4), (256, 512, 4), (512, 1024, 3))
        layers = (
            nn.ModuleDict({"conv": nn.Conv1d(i, o, kernel, bias=False), "norm": nn.BatchNorm1d(o)})
            for i, o, kernel in sizes
        )
        self.seq = nn.ModuleList([*layers, nn.Conv1d(1024, 1, 3)])


class PoseVAE(nn.Module):
    """Hears, and moves the head in one of 46 styles."""

    def __init__(self, thin: int = 1, *, trained: bool = True) -> None:
        """`trained`: with the parts that training alone used."""
        super().__init__()
        self.audio_encoder = nn.ModuleDict({"audio_encoder": audio_encoder(thin)})
        self.netG = nn.ModuleDict({"decoder": Decoder()})
        if trained:
            self.netG["encoder"] = Encoder()
            self.netD_motion = Critic()

    def forward(self, windows: torch.Tensor, pose: torch.Tensor, dice: torch.Tensor, style: int) -> torch.Tensor:
        """One block: windows (32, 80, 16), pose (6,), dice (64,); returns (32, 6)."""
        heard = self.audio_encoder["audio_encoder"](windows[:, None]).flatten(1)
        return self.netG["decoder"](heard[None], pose[None], dice[None], style)[0]
