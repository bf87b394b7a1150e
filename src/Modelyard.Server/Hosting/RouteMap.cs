using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Modelyard.Server.Hosting;

/// <summary>Maps routes, each with the decision who may call it: there is no way to map one without.</summary>
internal sealed class RouteMap(IEndpointRouteBuilder routes)
{
    /// <summary>Maps a route that only looks.</summary>
    /// <param name="pattern">The pattern of its path.</param>
    /// <param name="least">The least that a caller must be.</param>
    /// <param name="scope">Which tokens of a narrow scope may call it too; null for none.</param>
    /// <param name="answer">What answers.</param>
    public void Get(string pattern, Access least, RouteScope? scope, RequestDelegate answer) => Map(pattern, [HttpMethods.Get, HttpMethods.Head], least, scope, answer);

    /// <summary>Maps a route that does something.</summary>
    /// <param name="pattern">The pattern of its path.</param>
    /// <param name="least">The least that a caller must be.</param>
    /// <param name="scope">Which tokens of a narrow scope may call it too; null for none.</param>
    /// <param name="answer">What answers.</param>
    public void Post(string pattern, Access least, RouteScope? scope, RequestDelegate answer) => Map(pattern, [HttpMethods.Post], least, scope, answer);

    /// <summary>Maps a route that goes on sending as long as somebody listens, and so has nothing to say to who asks for the head alone.</summary>
    /// <param name="pattern">The pattern of its path.</param>
    /// <param name="least">The least that a caller must be.</param>
    /// <param name="answer">What answers.</param>
    public void Stream(string pattern, Access least, RequestDelegate answer) => Map(pattern, [HttpMethods.Get], least, null, answer);

    private void Map(string pattern, string[] methods, Access least, RouteScope? scope, RequestDelegate answer)
    {
        IEndpointConventionBuilder route = routes.MapMethods(pattern, methods, answer).WithMetadata(new RouteAccess(least));
        if (scope is not null)
        {
            route.WithMetadata(scope);
        }
    }
}
