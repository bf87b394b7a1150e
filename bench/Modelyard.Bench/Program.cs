using System.Diagnostics;
using System.Text.Json;
using Modelyard.Bench.Numerics;
using Modelyard.Bench.Trees;

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

foreach (string name in TreeWorkloads.Names.Where(name => name.Contains(only, StringComparison.Ordinal)))
{
    (string size, double fit, double predict, double score) = TreeWorkloads.Run(name);
    Console.WriteLine(JsonSerializer.Serialize(new { name, size, fit, predict, score }));
}

return 0;
