// Shows /openapi.json. validatorUrl null: nothing is asked of any other host.
SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#reference",
  deepLinking: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  persistAuthorization: false,
  tryItOutEnabled: false,
  queryConfigEnabled: false,
  validatorUrl: null,
});
