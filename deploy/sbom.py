"""`make sbom`: what we serve with, as CycloneDX: the Python packages of requirements/runtime.txt, and the pages'.

Names, versions and hashes are the lock's; licences and who needs whom are what the packages say of themselves.
"""

import base64
import json
import re
from collections.abc import Iterator, Mapping
from importlib.metadata import Distribution, distribution
from pathlib import Path

from cyclonedx.contrib.hash.factories import HashTypeFactory
from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import License
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "var/sbom"
PIN = re.compile(
    r"^(?P<name>[\w.-]+)==(?P<version>[\w.+!-]+)(?: ; (?P<marker>.*?))? *\\\n(?P<hashes>(?:\s+--hash.*\n?)+)",
    re.MULTILINE,
)
TOOLS = {"dev", "devOptional"}
LONGEST = 100
HASHES = HashTypeFactory()


def locked(lock: str) -> Iterator[Component]:
    """A component for each pin of a lock that is for this machine and this Python."""
    for pin in PIN.finditer(lock):
        if pin["marker"] and not Marker(pin["marker"]).evaluate():
            continue
        found = distribution(pin["name"])
        if found.version != pin["version"]:
            raise SystemExit(
                f"{pin['name']} {found.version} is installed, the lock has {pin['version']}: run make setup"
            )
        name = canonicalize_name(pin["name"])
        yield Component(
            type=ComponentType.LIBRARY,
            name=name,
            version=found.version,
            purl=PackageURL("pypi", name=name, version=found.version),
            bom_ref=f"{name}@{found.version}",
            hashes=[HASHES.from_composite_str(each) for each in re.findall(r"sha256:\w+", pin["hashes"])],
            licenses=_licences(found),
            description=found.metadata["Summary"],
        )


def _licences(found: Distribution) -> list[License]:
    """As the package states it: an expression, a name, or a classifier; a whole text is no name."""
    classified = [
        each.rpartition(" :: ")[2] for each in found.metadata.get_all("Classifier") or [] if "License ::" in each
    ]
    for text in (found.metadata["License-Expression"], found.metadata["License"], *classified):
        if text and "\n" not in text and len(text) < LONGEST:
            return [LicenseFactory().make_from_string(text)]
    return []


def python_bom() -> Bom:
    components = {each.name: each for each in locked((ROOT / "requirements/runtime.txt").read_text())}
    product = Component(
        type=ComponentType.APPLICATION, name="forexsignals", version=distribution("forexsignals").version
    )
    bom = Bom(components=components.values())
    bom.metadata.component = product
    for component in (product, *components.values()):
        bom.register_dependency(component, [components[name] for name in _needs(component.name) if name in components])
    return bom


def _needs(name: str) -> set[str]:
    asked = [Requirement(each) for each in distribution(name).requires or []]
    return {
        canonicalize_name(each.name) for each in asked if each.marker is None or each.marker.evaluate({"extra": ""})
    }


def pages_bom() -> Bom:
    """Of npm's lock, without the tools that build the pages: npm's own leaves out what a tool needs as well."""
    lock = json.loads((ROOT / "frontend/package-lock.json").read_text())["packages"]
    served = {place: package for place, package in lock.items() if place and not package.keys() & TOOLS}
    components = {place: _page_component(place, package) for place, package in served.items()}
    product = Component(type=ComponentType.APPLICATION, name=lock[""]["name"], version=lock[""]["version"])
    bom = Bom(components=components.values())
    bom.metadata.component = product
    for place, component in {"": product, **components}.items():
        found = (_place_of(name, place, served) for name in lock[place].get("dependencies", {}))
        bom.register_dependency(component, [components[each] for each in found if each is not None])
    return bom


def _page_component(place: str, package: dict[str, str]) -> Component:
    name = place.rpartition("node_modules/")[2]
    group, _, base = name.rpartition("/")
    algorithm, _, digest = package["integrity"].partition("-")
    return Component(
        type=ComponentType.LIBRARY,
        group=group or None,
        name=base,
        version=package["version"],
        purl=PackageURL("npm", namespace=group or None, name=base, version=package["version"]),
        bom_ref=f"{name}@{package['version']}",
        hashes=[HASHES.from_composite_str(f"{algorithm}:{base64.b64decode(digest).hex()}")],
        licenses=[LicenseFactory().make_from_string(package["license"])] if "license" in package else [],
    )


def _place_of(name: str, place: str, packages: Mapping[str, object]) -> str | None:
    """Where Node finds a package from another one's place: in its own folder, then in those around it."""
    while True:
        inside = f"{place}/node_modules/{name}".lstrip("/")
        if inside in packages or not place:
            return inside if inside in packages else None
        place = place.rpartition("node_modules/")[0].rstrip("/")


def main() -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    for name, bom in (("python", python_bom()), ("pages", pages_bom())):
        file = TARGET / f"{name}.cdx.json"
        file.write_text(JsonV1Dot6(bom).output_as_string(indent=1) + "\n")
        print(f"{file.relative_to(ROOT)}: {len(bom.components)} packages")


if __name__ == "__main__":
    main()
