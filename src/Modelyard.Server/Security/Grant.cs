using Microsoft.AspNetCore.Http;
using Modelyard.Lifecycle.Tokens;
using Modelyard.Server.Hosting;

namespace Modelyard.Server.Security;

/// <summary>Represents what a caller was given: who it is, and what of the server is open to it. One for each token, not for each request.</summary>
/// <param name="caller">Who it is.</param>
/// <param name="token">The token of the yard; null for the token of the command line, and where none is asked for.</param>
/// <param name="rate">How often it may ask; null for as often as it likes.</param>
internal sealed class Grant(Caller caller, AccessToken? token, RequestRate? rate)
{
    private readonly bool _isForAll = token is null || token.Models.Contains("*", StringComparer.Ordinal);
    private volatile bool _wasUsed;

    public Caller Caller => caller;

    public AccessToken? Token => token;

    public RequestRate? Rate => rate;

    public TokenScopes Scopes => token?.Scopes ?? TokenScopes.All;

    /// <summary>Gets a value indicating whether it is for every model.</summary>
    public bool IsForAllModels => _isForAll;

    /// <summary>Gets what the caller of a request was given.</summary>
    public static Grant Of(HttpContext context) => context.Features.Get<Grant>()!;

    /// <summary>Determines whether it is for a model.</summary>
    public bool IsFor(string model) => _isForAll || token!.IsFor(model);

    /// <summary>Notes that it is used.</summary>
    public void Use()
    {
        // Written once and then only read, so that the processors do not take the line from each other with each request.
        if (!_wasUsed)
        {
            _wasUsed = true;
        }
    }

    /// <summary>Tells whether it was used since the last call.</summary>
    public bool TakeUse()
    {
        bool wasUsed = _wasUsed;
        _wasUsed = false;
        return wasUsed;
    }
}
