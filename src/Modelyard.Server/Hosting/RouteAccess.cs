namespace Modelyard.Server.Hosting;

/// <summary>Represents the decision who may call a route, which each route must bear.</summary>
/// <param name="Least">The least that a caller must be.</param>
internal sealed record RouteAccess(Access Least);
