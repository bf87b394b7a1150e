using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using Modelyard.Server.Models;
using Modelyard.Server.Protocol;
using Modelyard.Server.Security;

namespace Modelyard.Server.Hosting;

/// <summary>Stands before every route: refuses what may not ask at all and turns every fault into a problem document.</summary>
internal sealed class RequestGuard(RequestDelegate next, InferenceRoutes inference, AccessGate gate, RequestRefusal refusals, ILogger<RequestGuard> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        SecurityHeaders.AddToAll(context.Response);
        try
        {
            await AnswerAsync(context).ConfigureAwait(false);
            int status = context.Response.StatusCode;
            if (status >= StatusCodes.Status400BadRequest && !context.Response.HasStarted && context.Response.ContentLength is null)
            {
                await WriteAsync(context, status, DetailOf(context, status)).ConfigureAwait(false);
            }
        }
#pragma warning disable CA1031 // The last line of defence: whatever a request causes, the server goes on.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            await AnswerAsync(context, fault).ConfigureAwait(false);
        }
    }

    private Task AnswerAsync(HttpContext context)
    {
        Refusal? refusal = gate.CheckSource(context.Request);
        if (refusal is null && inference.TryMatch(context, out Endpoint? endpoint, out ServedModel? model))
        {
            context.SetEndpoint(endpoint);
            refusal = gate.Admit(context, endpoint, out Grant? grant);
            if (refusal is null)
            {
                return inference.AnswerAsync(context, grant!, model);
            }
        }

        if (refusal is not null)
        {
            return refusals.AnswerAsync(context, refusal);
        }

        SecurityHeaders.Add(context);
        return next(context);
    }

    private Task AnswerAsync(HttpContext context, Exception fault)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return Task.CompletedTask;
        }

        switch (fault)
        {
            case RequestFaultException request:
                context.Response.Headers.RetryAfter = request.RetryAfterSeconds?.ToString(CultureInfo.InvariantCulture);
                return refusals.AnswerAsync(context, request.Status, request.Message, request.Faults);
            case BadHttpRequestException bad:
                context.Response.Headers.Connection = "close";
                return WriteAsync(context, bad.StatusCode, bad.StatusCode == StatusCodes.Status400BadRequest ? $"The request is not sound HTTP: {bad.Message}" : DetailOf(context, bad.StatusCode));
            case OperationCanceledException or IOException when context.RequestAborted.IsCancellationRequested:
                context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
                context.Abort();
                return Task.CompletedTask;
            case OperationCanceledException:
                context.Response.Headers.Connection = "close";
                return WriteAsync(context, StatusCodes.Status408RequestTimeout, DetailOf(context, StatusCodes.Status408RequestTimeout));
            default:
                logger.LogError(fault, "A request to {Path} failed.", PlainText.Of(context.Request.Path.Value ?? ""));
                return Problem.WriteAsync(context, StatusCodes.Status500InternalServerError, "The server failed to answer; its log says why.", []);
        }
    }

    private Task WriteAsync(HttpContext context, int status, string detail)
    {
        (string path, string code, string? input) = status switch
        {
            StatusCodes.Status404NotFound => ("path", "not_found", context.Request.Path.Value),
            StatusCodes.Status405MethodNotAllowed => ("method", "method_not_allowed", context.Request.Method),
            StatusCodes.Status408RequestTimeout => ("$", "too_slow", null),
            _ => ("$", "malformed_request", null),
        };
        return refusals.AnswerAsync(context, status, detail, [new FieldFault(path, code, input is { Length: > 100 } ? input[..100] + "..." : input, detail)]);
    }

    private static string DetailOf(HttpContext context, int status) => status switch
    {
        StatusCodes.Status404NotFound => "There is nothing at this path; '/' lists what there is.",
        StatusCodes.Status405MethodNotAllowed => $"This path does not take {context.Request.Method}; it takes {context.Response.Headers.Allow}.",
        StatusCodes.Status408RequestTimeout => "The request did not arrive in time.",
        _ => ReasonPhrases.GetReasonPhrase(status),
    };
}
