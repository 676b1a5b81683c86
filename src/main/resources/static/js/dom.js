/** Builds elements without markup in strings, so that no file name can ever become HTML. */

const SVG = "http://www.w3.org/2000/svg";

/**
 * @param {string} tag
 * @param {Object<string, any>} attributes `on…` adds a listener, null and false leave the attribute out
 * @param {...(Node|string|null|undefined|false)} children
 * @returns {HTMLElement}
 */
export function h(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
        if (name.startsWith("on")) {
            element.addEventListener(name.slice(2), value);
        } else if (value !== null && value !== undefined && value !== false) {
            element.setAttribute(name, value === true ? "" : value);
        }
    }
    element.append(...children.filter((child) => child || child === 0));
    return element;
}

/** One of the symbols at the end of index.html. Decoration: the control around it carries the name. */
export function icon(name) {
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("aria-hidden", "true");
    svg.setAttribute("class", "icon");
    const use = document.createElementNS(SVG, "use");
    use.setAttribute("href", `#i-${name}`);
    svg.append(use);
    return svg;
}

/** Writes text only where it differs: a screen reader does not hear the same thing twice. */
export function setText(element, text) {
    if (element.textContent !== text) {
        element.textContent = text;
    }
}

let announced;

/** Says something to those who do not see the page. */
export function announce(text) {
    const announcer = document.getElementById("announcer");
    clearTimeout(announced);
    announcer.textContent = text;
    announced = setTimeout(() => (announcer.textContent = ""), 8000);
}
