"""What a build consists of: a CycloneDX 1.6 document of every package and font with version, licence and address.

`python installer/bill_of_materials.py FILE` writes it for the platform this runs on; `installer/build.py` puts it into
the frozen folder. A package's licence is its SPDX expression: from its metadata, else from NAMED, where metadata say it
in words or not at all.
"""

import sys
from collections.abc import Mapping
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from license_expression import get_spdx_licensing  # type: ignore[import-untyped]
from packageurl import PackageURL
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROGRAM = "coo-desktop"
LICENCES = LicenseFactory()
SPDX = get_spdx_licensing()
#: Read in each package's own licence file.
NAMED = {
    "backports-tarfile": "MIT",
    "jaraco-classes": "MIT",
    "jeepney": "MIT",
    "jinja2": "BSD-3-Clause",
    "pypdfium2": "BSD-3-Clause AND Apache-2.0",  # and PDFium, BSD-3-Clause, inside
    "reportlab": "BSD-3-Clause",
    "segno": "BSD-3-Clause",
    "sqlcipher3": "Zlib",  # and SQLCipher, BSD-3-Clause, inside
}
#: What rides inside of these packages' wheels or beside them and has a licence of its own.
INSIDE = {
    "Qt": "LGPL-3.0-only",
    "SQLCipher": "BSD-3-Clause",
    "PDFium": "BSD-3-Clause",
    "Noto Sans SC": "OFL-1.1",
    "Noto Sans KR": "OFL-1.1",
    "Fallback Rare": "OFL-1.1",
}


def shipped(name: str = PROGRAM) -> dict[str, Distribution]:
    """The distributions that the program runs with on this platform, itself included, by canonical name."""
    found: dict[str, Distribution] = {}
    waiting = [name]
    while waiting:
        wanted = waiting.pop()
        if wanted in found:
            continue
        try:
            found[wanted] = distribution(wanted)
        except PackageNotFoundError:  # only another platform needs it
            continue
        waiting += needs(found[wanted])
    return found


def needs(package: Distribution) -> list[str]:
    """The canonical names of what a package requires on this platform."""
    required = [Requirement(line) for line in package.requires or []]
    wanted = [each for each in required if each.marker is None or each.marker.evaluate({"extra": ""})]
    return [canonicalize_name(each.name) for each in wanted]


def licence(name: str, package: Distribution) -> str:
    """The SPDX expression of a package; raises ValueError where neither metadata nor NAMED gives a valid one."""
    said = NAMED.get(name) or "".join(said_of(package, "License-Expression") or said_of(package, "License"))
    if not said or SPDX.validate(said).errors:
        raise ValueError(f"{name} {package.version}: no SPDX licence, {said[:60]!r}; read its licence file for NAMED")
    return said


def said_of(package: Distribution, name: str) -> list[str]:
    """What the metadata say under a name; none where they do not."""
    return package.metadata.get_all(name) or []


def bill(packages: Mapping[str, Distribution]) -> str:
    """The document, as JSON; `packages` holds the program itself and everything it needs."""
    made = {name: component(name, package) for name, package in sorted(packages.items())}
    document = Bom()
    document.metadata.component = made[PROGRAM]
    document.components.update(one for name, one in made.items() if name != PROGRAM)
    document.components.update(
        Component(name=name, bom_ref=name, licenses=[LICENCES.make_with_expression(spdx)])
        for name, spdx in INSIDE.items()
    )
    for name, package in packages.items():
        document.register_dependency(made[name], [made[each] for each in needs(package) if each in made])
    return JsonV1Dot6(document).output_as_string(indent=2)


def component(name: str, package: Distribution) -> Component:
    """A package as the document lists it."""
    address = PackageURL("pypi", name=name, version=package.version)
    return Component(
        name=name,
        version=package.version,
        type=ComponentType.APPLICATION if name == PROGRAM else ComponentType.LIBRARY,
        licenses=[LICENCES.make_with_expression(licence(name, package))],
        purl=address,
        bom_ref=str(address),
    )


def main(arguments: list[str]) -> int:
    """Writes the document to the file that is named."""
    (file,) = arguments
    Path(file).write_text(bill(shipped()), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
