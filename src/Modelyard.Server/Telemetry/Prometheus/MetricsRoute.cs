using System.Text;
using Microsoft.AspNetCore.Http;
using Modelyard.Server.Hosting;
using Modelyard.Server.Telemetry.Collecting;

namespace Modelyard.Server.Telemetry.Prometheus;

/// <summary>Answers <c>GET /metrics</c>.</summary>
internal sealed class MetricsRoute(MetricCollector collector, ServiceIdentity service)
{
    private const string OpenMetrics = "application/openmetrics-text";

    public Task MetricsAsync(HttpContext context)
    {
        bool isOpenMetrics = context.Request.Headers.Accept.ToString().Contains(OpenMetrics, StringComparison.OrdinalIgnoreCase);
        string text = new PrometheusText(isOpenMetrics).Write(service.Attributes, collector.Collect());
        return JsonAnswer.SendAsync(context, isOpenMetrics ? PrometheusText.OpenMetricsContentType : PrometheusText.ContentType, Encoding.UTF8.GetBytes(text));
    }
}
