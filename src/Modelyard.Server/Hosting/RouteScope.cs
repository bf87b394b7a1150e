using Modelyard.Lifecycle.Tokens;

namespace Modelyard.Server.Hosting;

/// <summary>Represents which tokens of a narrow scope may call a route too. A route without it takes a token for all models that opens the pages.</summary>
/// <param name="Any">The scopes, of which the token must have one.</param>
/// <param name="KeepsToModels">Whether the route itself tells a caller of no other models than its token is for; one that does not takes a token for all models.</param>
internal sealed record RouteScope(TokenScopes Any, bool KeepsToModels);
