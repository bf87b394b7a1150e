using System.Globalization;
using System.Text.Json;
using Modelyard.Bench;
using Modelyard.Bench.Costs;
using Modelyard.Bench.Logs;
using Modelyard.Bench.Search;
using Modelyard.Bench.Stopping;

// scripts/bench.sh calls these commands; bench/README.md says what they write.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
switch (args)
{
    case ["measure", var room, .. var rest]:
        return Measure(Workload.All(Environment.CurrentDirectory), room, rest.Length > 0 ? rest[0] : "");
    case ["peaks", var room, var only]:
        PeakMemory.IsAsked = true;
        return Measure([.. Workload.All(Environment.CurrentDirectory).Where(workload => workload.Name == only)], room, only);
    case ["peers", var room, .. var rest]:
        return Measure(Workload.Peers(), room, rest.Length > 0 ? rest[0] : "");
    case ["costs", var page, .. var rest]:
        CostPage.Write(page, rest.Length > 0 ? rest[0] : "");
        return 0;
    case ["fill-log", var yard, var model, var table, var rows, var days]:
        return LongLog.Run(yard, model, table, long.Parse(rows, CultureInfo.InvariantCulture), int.Parse(days, CultureInfo.InvariantCulture));
    case ["search", var method, var seeds, .. var rest]:
        return SearchBench.Run(Environment.CurrentDirectory, method, int.Parse(seeds, CultureInfo.InvariantCulture), rest.Length > 0 ? rest[0] : "");
    case ["search-serve", var name]:
        return SearchBench.Serve(Environment.CurrentDirectory, name);
    case ["compare", var measured, var results]:
        Console.Write(Comparison.Write(measured, results));
        return 0;
    case ["stop", .. var rest]:
        IReadOnlyList<StoppingResult> stopped = StoppingProbe.Run(
            rest.Length > 0 ? rest[0] : "", rest.Length > 1 ? int.Parse(rest[1], CultureInfo.InvariantCulture) : 1_000_000, result => Console.Error.WriteLine(result));
        Console.WriteLine(string.Join(Environment.NewLine, stopped));
        return 0;
    default:
        Console.Error.WriteLine("Usage: measure ROOM [PART-OF-A-NAME] | peaks ROOM NAME | peers ROOM [PART-OF-A-NAME] | costs PAGE.md [PATTERN] | stop [PATTERN [ROWS]] | fill-log YARD MODEL TABLE ROWS DAYS | search METHOD SEEDS [PART-OF-A-NAME] | search-serve NAME | compare FOLDER RESULTS.json");
        return 2;
}

static int Measure(IReadOnlyList<Workload> workloads, string room, string only)
{
    foreach (Workload workload in workloads.Where(workload => workload.Room == room && workload.Name.Contains(only, StringComparison.OrdinalIgnoreCase)))
    {
        try
        {
            WorkloadResult result = workload.Measure();
            Console.WriteLine(JsonSerializer.Serialize(PeakMemory.IsAsked ? result with { Fit = null, Peak = PeakMemory.Megabytes } : result, Comparison.Json));
        }
        catch (Exception exception) when (exception is InvalidOperationException or IOException)
        {
            // The data is not there; the rest can still be measured.
            Console.Error.WriteLine($"{workload.Name}: {exception.Message}");
        }
    }

    return 0;
}
