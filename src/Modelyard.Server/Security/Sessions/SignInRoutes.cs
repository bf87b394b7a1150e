using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Modelyard.Lifecycle.Tokens;
using Modelyard.Server.Hosting;
using Modelyard.Server.Protocol;

namespace Modelyard.Server.Security.Sessions;

/// <summary>Lets people sign in with a token, and out again.</summary>
internal sealed class SignInRoutes(AccessGate gate, TokenWatch tokens, SessionStore sessions, ModelServerOptions options, MemoryLimit memory)
{
    private const string FormType = "application/x-www-form-urlencoded";
    private const int MostBytes = 8192;
    private readonly ModelServerOptions _small = options with { MaxBodyBytes = MostBytes };

    /// <summary>Answers <c>GET /studio/login</c>.</summary>
    public Task PageAsync(HttpContext context)
    {
        string target = ReturnPath.Of(context.Request.Query["return"]);
        return tokens.Current is { IsAsked: true } table && sessions.Find(context.Request, table) is null
            ? SignInPage.SendAsync(context, StatusCodes.Status200OK, target, fault: null)
            : LeadAsync(context, target);
    }

    /// <summary>Answers <c>POST /studio/login</c>.</summary>
    public async Task SignInAsync(HttpContext context)
    {
        Dictionary<string, StringValues> form = await ReadFormAsync(context).ConfigureAwait(false);
        string target = ReturnPath.Of(form.GetValueOrDefault("return"));
        if (gate.Open(context, form.GetValueOrDefault("token").ToString().AsSpan().Trim(), out Grant? grant) is { } refusal)
        {
            context.Response.Headers.RetryAfter = refusal.RetryAfterSeconds?.ToString(System.Globalization.CultureInfo.InvariantCulture);
            await SignInPage.SendAsync(context, refusal.Status, target, refusal.Detail).ConfigureAwait(false);
            return;
        }

        if ((grant!.Scopes & TokenScopes.Pages) == TokenScopes.None || !grant.IsForAllModels)
        {
            await SignInPage.SendAsync(context, StatusCodes.Status403Forbidden, target, "The token is for programs: it does not open the pages, or not those of all models.").ConfigureAwait(false);
            return;
        }

        grant.Use();
        sessions.Begin(context, grant);
        await LeadAsync(context, target).ConfigureAwait(false);
    }

    /// <summary>Answers <c>POST /studio/logout</c>.</summary>
    public Task SignOutAsync(HttpContext context)
    {
        sessions.End(context);
        return LeadAsync(context, SignInPage.Path);
    }

    private static Task LeadAsync(HttpContext context, string target)
    {
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = target;
        context.Response.ContentLength = 0;
        return Task.CompletedTask;
    }

    private async Task<Dictionary<string, StringValues>> ReadFormAsync(HttpContext context)
    {
        if (context.Request.ContentType?.StartsWith(FormType, StringComparison.OrdinalIgnoreCase) != true)
        {
            throw InferenceRoutes.WrongMedia(context.Request, $"'Content-Type: {FormType}'");
        }

        RequestScratch scratch = RequestScratch.Rent(memory);
        try
        {
            await RequestBody.ReadAsync(context.Request, scratch.Body, _small).ConfigureAwait(false);
            return QueryHelpers.ParseQuery(Encoding.UTF8.GetString(RequestBody.Text(scratch.Body.Written.Span)));
        }
        finally
        {
            scratch.Return();
        }
    }
}
