using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace Modelyard.Bench.Costs;

/// <summary>Writes the page of the cost curves.</summary>
public static class CostPage
{
    /// <summary>Measures all families and writes the page.</summary>
    /// <param name="path">The path of the page.</param>
    /// <param name="only">A part of the names of the families to measure; empty for all.</param>
    public static void Write(string path, string only)
    {
        var rows = new StringBuilder();
        foreach (CostFamily family in CostFamily.All.Where(family => family.Name.Contains(only, StringComparison.OrdinalIgnoreCase)))
        {
            string row = Row(CostCurve.Measure(family));
            Console.Error.WriteLine(row);
            rows.Append(row).Append('\n');
        }

        string vector = Vector512.IsHardwareAccelerated ? "512" : Vector256.IsHardwareAccelerated ? "256" : "128";
        string page = $"""
            # What a fit costs

            Made by `make costs` on {DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}: {Environment.ProcessorCount} processors ({RuntimeInformation.ProcessArchitecture}, vectors of {vector} bits), {RuntimeInformation.FrameworkDescription}.

            How time and memory of a fit grow with the rows, everything else fixed: tables of {CostData.Classes.Name}, of {CostData.Numbers.Name},
            and for naive Bayes of counts {CostData.Terms.Name}, made anew for each size by one rule. *Seconds* are those of the fastest of up to five fits on all processors; *MB* is
            how far the heap grew at most, garbage that was not yet collected included, the table itself left out. *Exponent* is the slope of the straight line
            through the logarithms at n, 2n, 4n and 8n rows: at 1 twice the rows cost twice as much, at 2 four times.

            | estimator | n | seconds at n, 2n, 4n, 8n | exponent | in theory | MB at n, 2n, 4n, 8n | exponent |
            | --- | --- | --- | --- | --- | --- | --- |
            {rows.ToString().TrimEnd()}

            What lies below its theory has a part that does not depend on the rows, which weighs most where they are few. The memory of kernel machines ends at
            their cache (`CacheMegabytes`); what grows below it are the rows of the kernel matrix that are kept.

            """;
        if (only.Length == 0)
        {
            File.WriteAllText(path, page.ReplaceLineEndings("\n"));
        }
    }

    private static string Row(CostCurve curve) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {curve.Family.Name} | {curve.Family.Rows:N0} | {string.Join(", ", curve.Points.Select(point => Figure(point.Seconds)))} | {curve.TimeExponent:0.00} | {curve.Family.Theory} | {string.Join(", ", curve.Points.Select(point => Figure(point.Megabytes)))} | {curve.MemoryExponent:0.00} |");

    private static string Figure(double value) => value.ToString(value >= 100 ? "0" : value >= 10 ? "0.0" : value >= 1 ? "0.00" : "0.0000", CultureInfo.InvariantCulture);
}
