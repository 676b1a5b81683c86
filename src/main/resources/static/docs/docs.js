/** Shows the contract, with a form for each operation to try it on this very server. */
const home = new URL("..", document.currentScript.src).href; // behind a proxy, there may be a path of its own in it

const ui = window.SwaggerUIBundle({
    url: `${home}api/openapi.yaml`,
    dom_id: "#contract",
    deepLinking: true,
    defaultModelsExpandDepth: 0,
    displayRequestDuration: true,
    onComplete: () => {
        const key = sessionStorage.getItem("reelroute-key"); // of the page, in the same tab
        if (key !== null) {
            ui.preauthorizeApiKey("bearer", key);
        }
    },
    validatorUrl: null, // would ask a server of Swagger's
    requestInterceptor: (request) => {
        const { origin, pathname, search } = new URL(request.url, home);
        const isOurs = request.url.startsWith(home) || origin !== location.origin;
        return isOurs ? request : { ...request, url: `${home}${pathname.slice(1)}${search}` };
    },
});
