using Microsoft.AspNetCore.Http;

namespace Modelyard.Server.Security;

/// <summary>Adds what browsers are told of each answer: what a page may load, and that nobody else may keep, frame or embed it.</summary>
internal static class SecurityHeaders
{
    /// <summary>What a page may load: from here alone, no script or style within it, in no frame.</summary>
    public const string PagePolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self'; font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    private const string NothingPolicy = "default-src 'none'; frame-ancestors 'none'";

    /// <summary>Adds what each answer bears, predictions too: two headers whose values are made once.</summary>
    public static void AddToAll(HttpResponse response)
    {
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.CacheControl = "no-store";
    }

    /// <summary>Adds what each other answer bears. A page replaces the policy by <see cref="PagePolicy"/>.</summary>
    public static void Add(HttpContext context)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.ContentSecurityPolicy = NothingPolicy;
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        if (context.Request.IsHttps)
        {
            headers.StrictTransportSecurity = "max-age=31536000";
        }
    }
}
