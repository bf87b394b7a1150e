using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Modelyard.Lifecycle.Tokens;
using Modelyard.Server.Hosting;
using Modelyard.Server.Security.Sessions;

namespace Modelyard.Server.Security;

/// <summary>Decides for each request whether it is let through: by where it comes from, by who makes it, and by what its route demands.</summary>
internal sealed class AccessGate(HostList hosts, TokenWatch tokens, SessionStore sessions, FailedAttempts attempts, TimeProvider clock, ILogger<AccessGate> logger)
{
    private const string Scheme = "Bearer ";

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Decides what does not depend on the route: the name under which the server is asked, and the page that asks.</summary>
    /// <returns>Why the request is refused; null if it is not.</returns>
    public Refusal? CheckSource(HttpRequest request) =>
        !hosts.Allows(request.Headers.Host) ? Refusal.Misdirected
        : !Origins.IsSafe(request) && Origins.IsForeign(request) ? Refusal.Foreign
        : null;

    /// <summary>Decides whether a caller may call a route.</summary>
    /// <param name="context">The request.</param>
    /// <param name="endpoint">The route; null if there is none at the path, which only those who may look are told.</param>
    /// <param name="grant">Gives what the caller was given; null if the route is for anyone.</param>
    /// <returns>Why the request is refused; null if it is not.</returns>
    public Refusal? Admit(HttpContext context, Endpoint? endpoint, out Grant? grant)
    {
        grant = null;
        RouteAccess? access = endpoint?.Metadata.GetMetadata<RouteAccess>();
        if (access is { Least: Access.Anyone })
        {
            return null;
        }

        if (access is null && endpoint is RouteEndpoint)
        {
            logger.LogError("The route {Route} bears no decision who may call it.", endpoint.DisplayName);
            return Refusal.Undecided;
        }

        if (Identify(context, out grant) is { } unknown)
        {
            return unknown;
        }

        if (grant!.Caller.Access < access?.Least)
        {
            return Refusal.Forbidden($"The token is of a {Word(grant.Caller.Access)} and this takes one of {(access.Least == Access.Admin ? "an admin" : "an operator")}.");
        }

        if (endpoint is not null && access is not null && CheckScope(grant, endpoint.Metadata.GetMetadata<RouteScope>()) is { } narrow)
        {
            return narrow;
        }

        grant.Use();
        return grant.Rate is { } rate && !rate.TryTake(out TimeSpan wait)
            ? Refusal.Wait("too_many_requests", FormattableString.Invariant($"The caller may ask {rate.PerSecond} times a second and has done so."), wait)
            : null;
    }

    /// <summary>Finds what a text that is given as a token opens, and counts a wrong one.</summary>
    /// <param name="context">The request.</param>
    /// <param name="text">The text.</param>
    /// <param name="grant">Gives what it opens; null if it opens nothing.</param>
    /// <returns>Why it opens nothing; null if it does open something.</returns>
    public Refusal? Open(HttpContext context, ReadOnlySpan<char> text, out Grant? grant)
    {
        TokenTable table = tokens.Current;
        grant = table.Find(text, Now);
        if (grant is not null)
        {
            // Nobody guesses 256 bits: such a token passes even from an address that has to wait, which others may share.
            return null;
        }

        System.Net.IPAddress? address = context.Connection.RemoteIpAddress;
        TimeSpan wait = attempts.WaitOf(address);
        if (wait > TimeSpan.Zero)
        {
            return Refusal.Wait("too_many_attempts", $"More than {FailedAttempts.Most} wrong tokens came from this address within a minute.", wait);
        }

        if (table.IsOwn(text))
        {
            grant = table.Own;
            return null;
        }

        if (attempts.Add(address))
        {
            logger.LogWarning("The address {Address} has sent {Count} wrong tokens within a minute and is made to wait.", address, FailedAttempts.Most);
        }

        return Refusal.WrongToken;
    }

    /// <summary>Finds out who makes a request.</summary>
    private Refusal? Identify(HttpContext context, out Grant? grant)
    {
        TokenTable table = tokens.Current;
        if (!table.IsAsked)
        {
            grant = table.Local;
            return null;
        }

        string? header = context.Request.Headers.Authorization;
        if (header is not null)
        {
            grant = null;
            return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? Open(context, header.AsSpan(Scheme.Length).Trim(), out grant) : Refusal.NoToken;
        }

        grant = sessions.Find(context.Request, table);
        return grant is null ? Refusal.NoToken
            : Origins.IsSafe(context.Request) || Origins.IsKnown(context.Request) ? null
            : Refusal.CookieAlone;
    }

    private static Refusal? CheckScope(Grant grant, RouteScope? scope)
    {
        TokenScopes any = scope?.Any ?? TokenScopes.Pages;
        return (grant.Scopes & any) == TokenScopes.None ? Refusal.Narrow
            : grant.IsForAllModels || scope is { KeepsToModels: true } ? null
            : Refusal.NarrowModels;
    }

    private static string Word(Access access) => access == Access.Operator ? "operator" : "viewer";
}
