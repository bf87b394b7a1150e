using System.Text;
using Microsoft.AspNetCore.Http;
using Modelyard.Reports;
using Modelyard.Server.Hosting;

namespace Modelyard.Server.Security.Sessions;

/// <summary>Writes the page on which people sign in, and leads them there.</summary>
internal static class SignInPage
{
    /// <summary>The path of the page.</summary>
    public const string Path = "/studio/login";

    /// <summary>The path to which a person is led who signs out.</summary>
    public const string OutPath = "/studio/logout";

    /// <summary>Determines whether a request is for a page that a person looks at.</summary>
    public static bool IsForPerson(HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) && request.Headers.Authorization.Count == 0 && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    /// <summary>Leads somebody who is not known to the page, and from there back to where they wanted to go.</summary>
    public static Task LeadAsync(HttpContext context)
    {
        string target = ReturnPath.Of(context.Request.PathBase.Add(context.Request.Path).ToUriComponent() + context.Request.QueryString.ToUriComponent());
        if (Origins.IsForeignLink(context.Request))
        {
            // The browser keeps the session back when a link of another site is followed, and sends it when this page leads on.
            return SendAsync(context, StatusCodes.Status200OK, "Modelyard", html => html.Write($"<p><a href=\"{target}\">Go on</a></p>"), target);
        }

        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = $"{Path}?return={Uri.EscapeDataString(target)}";
        context.Response.ContentLength = 0;
        return Task.CompletedTask;
    }

    /// <summary>Sends the page.</summary>
    /// <param name="context">The request.</param>
    /// <param name="status">The status of the answer.</param>
    /// <param name="target">Where to be led afterwards.</param>
    /// <param name="fault">What was wrong with the last attempt; null for nothing.</param>
    public static Task SendAsync(HttpContext context, int status, string target, string? fault) => SendAsync(context, status, "Sign in to Modelyard", html =>
    {
        html.Write($"<h1>Sign in to Modelyard</h1>");
        if (fault is not null)
        {
            html.Write($"<p class=\"fault\" role=\"alert\" id=\"fault\">{fault}</p>");
        }

        html.Write($"<form method=\"post\" action=\"{Path}\"><input type=\"hidden\" name=\"return\" value=\"{target}\">");
        html.Write($"<label for=\"token\">Token</label><input type=\"password\" id=\"token\" name=\"token\" required autofocus autocomplete=\"current-password\" spellcheck=\"false\"><button>Sign in</button></form>");
        html.Write($"<p class=\"note\">Who looks after the server gives one with <code>modelyard tokens add NAME --role viewer</code>.</p>");
    });

    private static Task SendAsync(HttpContext context, int status, string title, Action<HtmlWriter> content, string? refresh = null)
    {
        var html = new HtmlWriter();
        html.Write($"<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><meta name=\"color-scheme\" content=\"light dark\"><title>{title}</title>");
        if (refresh is not null)
        {
            html.Write($"<meta http-equiv=\"refresh\" content=\"0;url={refresh}\">");
        }

        html.Write($"<link rel=\"stylesheet\" href=\"{PageStyle.Path}\"></head><body><main class=\"narrow\">");
        content(html);
        html.Write($"</main></body></html>\n");
        context.Response.StatusCode = status;
        context.Response.Headers.ContentSecurityPolicy = SecurityHeaders.PagePolicy;
        return JsonAnswer.SendAsync(context, "text/html; charset=utf-8", Encoding.UTF8.GetBytes(html.ToMarkup().Html));
    }
}
