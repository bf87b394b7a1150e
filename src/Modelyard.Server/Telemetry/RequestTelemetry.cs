using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Modelyard.Server.Telemetry.Instruments;
using Modelyard.Server.Watching;

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
            long ticks = Stopwatch.GetTimestamp() - started;
            telemetry.Requests.End(route, status, ticks);
            context.Features.Get<RequestCounts>()?.Record(status, ticks);
            if (span is not null)
            {
                ServerTrace.EndRequest(span, route, status);
            }
        }
    }
}
