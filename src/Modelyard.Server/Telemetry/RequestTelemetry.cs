using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Modelyard.Server.Telemetry.Instruments;

namespace Modelyard.Server.Telemetry;

/// <summary>Stands around all that answers a request: counts it, measures it and begins its trace.</summary>
internal sealed class RequestTelemetry(RequestDelegate next, ServerTelemetry telemetry)
{
    public async Task InvokeAsync(HttpContext context)
    {
        long started = Stopwatch.GetTimestamp();
        telemetry.Requests.Begin();
        using Activity? span = telemetry.Trace.StartRequest(context);
        try
        {
            await next(context).ConfigureAwait(false);
        }
        finally
        {
            RouteMetrics route = telemetry.Requests.RouteOf(context);
            int status = context.Response.StatusCode;
            telemetry.Requests.End(route, status, Stopwatch.GetTimestamp() - started);
            if (span is not null)
            {
                ServerTrace.EndRequest(span, route, status);
            }
        }
    }
}
