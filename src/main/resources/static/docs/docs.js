/** Shows the contract, with a form for each operation to try it on this very server. */
window.SwaggerUIBundle({
    url: "/api/openapi.yaml",
    dom_id: "#contract",
    deepLinking: true,
    defaultModelsExpandDepth: 0,
    displayRequestDuration: true,
    validatorUrl: null, // would ask a server of Swagger's
});
