using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using Modelyard.Server.Hosting;
using Modelyard.Server.Studio.Assets;

namespace Modelyard.Server.Studio.Routing;

/// <summary>Sends pages, their twins and what they load.</summary>
internal static class StudioAnswer
{
    /// <summary>What pages may do: run our own files and talk to this server, nothing else.</summary>
    private const string PagePolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self'; font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    /// <summary>What a report may do that a training wrote: be looked at.</summary>
    private const string ReportPolicy = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'";

    private const int LeastCompressed = 1400;

    public static Task PageAsync(HttpContext context, byte[] html)
    {
        Protect(context, PagePolicy);
        return SendAsync(context, "text/html; charset=utf-8", html);
    }

    public static Task ReportAsync(HttpContext context, byte[] html)
    {
        Protect(context, ReportPolicy);
        return SendAsync(context, "text/html; charset=utf-8", html);
    }

    public static Task JsonAsync(HttpContext context, byte[] json)
    {
        Protect(context, PagePolicy);
        return SendAsync(context, "application/json", json);
    }

    public static Task FileAsync(HttpContext context, string contentType, string name, byte[] content)
    {
        Protect(context, PagePolicy);
        context.Response.Headers.ContentDisposition = $"attachment; filename*=UTF-8''{Uri.EscapeDataString(name)}";
        return SendAsync(context, contentType, content);
    }

    public static Task AssetAsync(HttpContext context)
    {
        if (StudioAssets.Find((string)context.Request.RouteValues["file"]!) is not { } asset)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        string? encoding = EncodingOf(context.Request);
        context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.Vary = "Accept-Encoding";
        context.Response.Headers.ContentEncoding = encoding;
        return JsonAnswer.SendAsync(context, asset.ContentType, asset.Encoded(encoding));
    }

    /// <summary>Tells whether a request is that of somebody who reads pages.</summary>
    public static bool AcceptsPages(HttpRequest request) => request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    /// <summary>Leads on to another page after something has been done.</summary>
    public static Task LeadAsync(HttpContext context, string path)
    {
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = path;
        context.Response.ContentLength = 0;
        return Task.CompletedTask;
    }

    private static void Protect(HttpContext context, string policy)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.ContentSecurityPolicy = policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers.CacheControl = "private, no-cache";
        headers.Vary = "Accept-Encoding, Cookie";
    }

    private static Task SendAsync(HttpContext context, string contentType, byte[] content)
    {
        if (content.Length < LeastCompressed || EncodingOf(context.Request) is not { } encoding)
        {
            return JsonAnswer.SendAsync(context, contentType, content);
        }

        context.Response.Headers.ContentEncoding = encoding;
        return JsonAnswer.SendAsync(context, contentType, Encode(content, encoding));
    }

    private static byte[] Encode(byte[] content, string encoding)
    {
        using var bytes = new MemoryStream();
        using (Stream encoder = encoding == "br" ? new BrotliStream(bytes, CompressionLevel.Fastest) : new GZipStream(bytes, CompressionLevel.Fastest))
        {
            encoder.Write(content);
        }

        return bytes.ToArray();
    }

    private static string? EncodingOf(HttpRequest request)
    {
        string accepted = request.Headers.AcceptEncoding.ToString();
        return accepted.Contains("br", StringComparison.Ordinal) ? "br" : accepted.Contains("gzip", StringComparison.Ordinal) ? "gzip" : null;
    }
}
