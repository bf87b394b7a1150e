using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Modelyard.Bench.Serving;

/// <summary>Represents what wrk measured of a server.</summary>
/// <param name="Rate">The requests per second.</param>
/// <param name="P99">The time in seconds within which 99 of 100 requests were answered.</param>
public sealed partial record WrkLoad(double Rate, double P99)
{
    private const int Connections = 16;
    private const int WarmSeconds = 2;
    private const int Seconds = 4;

    /// <summary>Loads a route with one body, on 16 connections that each wait for their answer, and measures after a time to warm up.</summary>
    /// <param name="address">The address of the route.</param>
    /// <param name="body">The body of every request, JSON.</param>
    /// <returns>What was measured.</returns>
    /// <exception cref="InvalidOperationException">wrk is not installed, or a request failed.</exception>
    public static WrkLoad Measure(Uri address, string body)
    {
        string script = Path.GetTempFileName();
        try
        {
            File.WriteAllText(script, $"wrk.method = \"POST\"\nwrk.body = [==[{body}]==]\nwrk.headers[\"Content-Type\"] = \"application/json\"\n");
            Run(script, address, WarmSeconds);
            return Parse(Run(script, address, Seconds));
        }
        finally
        {
            File.Delete(script);
        }
    }

    private static string Run(string script, Uri address, int seconds)
    {
        var start = new ProcessStartInfo("wrk", ["--threads", "1", "--connections", $"{Connections}", "--duration", $"{seconds}s", "--latency", "--script", script, address.ToString()])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        try
        {
            using Process process = Process.Start(start)!;
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? output : throw new InvalidOperationException($"wrk failed: {output}");
        }
        catch (System.ComponentModel.Win32Exception fault)
        {
            throw new InvalidOperationException($"wrk cannot be started: {fault.Message}", fault);
        }
    }

    private static WrkLoad Parse(string output)
    {
        Match rate = RatePattern().Match(output), p99 = P99Pattern().Match(output);
        if (!rate.Success || !p99.Success || output.Contains("Non-2xx", StringComparison.Ordinal) || output.Contains("Socket errors", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"Requests failed: {output}");
        }

        double unit = p99.Groups["unit"].Value switch { "us" => 1e-6, "ms" => 1e-3, _ => 1 };
        return new WrkLoad(Number(rate.Groups["rate"]), Number(p99.Groups["time"]) * unit);
    }

    private static double Number(Group text) => double.Parse(text.ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"Requests/sec:\s*(?<rate>[0-9.]+)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex RatePattern();

    [GeneratedRegex(@"99%\s*(?<time>[0-9.]+)(?<unit>us|ms|s)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex P99Pattern();
}
