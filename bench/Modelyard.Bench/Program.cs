using System.Diagnostics;
using System.Text.Json;
using Modelyard.Bench.Numerics;

string only = args.Length > 0 ? args[0] : "";
foreach (NumericsWorkload workload in NumericsWorkloads.All.Where(workload => workload.Name.Contains(only, StringComparison.Ordinal)))
{
    Action action = workload.Prepare();
    action();
    double seconds = double.PositiveInfinity;
    for (int i = 0; i < workload.Repeats; i++)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        seconds = Math.Min(seconds, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    Console.WriteLine(JsonSerializer.Serialize(new { name = workload.Name, size = workload.Size, seconds, score = (double?)null }));
}

return 0;
