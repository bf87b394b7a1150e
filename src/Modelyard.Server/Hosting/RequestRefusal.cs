using System.Globalization;
using Microsoft.AspNetCore.Http;
using Modelyard.Server.Protocol;
using Modelyard.Server.Security;
using Modelyard.Server.Telemetry.Instruments;

namespace Modelyard.Server.Hosting;

/// <summary>Answers requests that are refused, and counts what was wrong with them.</summary>
internal sealed class RequestRefusal(RequestMetrics requests)
{
    /// <summary>Answers a request that is not let through.</summary>
    public Task AnswerAsync(HttpContext context, Refusal refusal)
    {
        context.Response.Headers.WWWAuthenticate = refusal.Challenge;
        context.Response.Headers.RetryAfter = refusal.RetryAfterSeconds?.ToString(CultureInfo.InvariantCulture);
        return AnswerAsync(context, refusal.Status, refusal.Detail, [refusal.Fault]);
    }

    /// <summary>Answers a request that has faults.</summary>
    public Task AnswerAsync(HttpContext context, int status, string detail, IReadOnlyList<FieldFault> faults)
    {
        SecurityHeaders.Add(context);
        requests.Count(faults);
        return Problem.WriteAsync(context, status, detail, faults);
    }
}
