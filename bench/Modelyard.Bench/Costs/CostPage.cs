using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text.RegularExpressions;

namespace Modelyard.Bench.Costs;

/// <summary>Writes the page of the cost curves.</summary>
public static class CostPage
{
    private const char Separator = '|';

    private static readonly string Machine = string.Create(
        CultureInfo.InvariantCulture,
        $"{Environment.ProcessorCount} processors ({RuntimeInformation.ProcessArchitecture}, vectors of {(Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128)} bits), {RuntimeInformation.FrameworkDescription}");

    /// <summary>Measures and writes the page.</summary>
    /// <param name="path">The path of the page.</param>
    /// <param name="only">A pattern of the rows to measure, in whatever case; the others stay as they are on the page. Empty for all.</param>
    /// <exception cref="InvalidOperationException">An estimator of the catalogue has no curve, or a part is to be measured and the page is of another machine.</exception>
    public static void Write(string path, string only)
    {
        if (CostFamilies.Missing() is { Count: > 0 } missing)
        {
            throw new InvalidOperationException($"'{string.Join("', '", missing)}' of the catalogue must have a cost curve. Add it to '{nameof(CostFamilies)}'.");
        }

        var rows = new Dictionary<string, string>(StringComparer.Ordinal);
        if (only.Length > 0 && File.Exists(path))
        {
            string page = File.ReadAllText(path);
            if (!page.Contains(Machine, StringComparison.Ordinal))
            {
                throw new InvalidOperationException($"'{path}' was not measured on '{Machine}'. Measure all rows here: 'make costs' without 'only'.");
            }

            rows = page.Split('\n').Where(line => line.StartsWith(Separator)).ToDictionary(Label, line => line, StringComparer.Ordinal);
        }

        foreach (CostFamily family in CostFamilies.All.Where(family => Regex.IsMatch(Label(family), only, RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1))))
        {
            rows[Label(family)] = Row(CostCurve.Measure(family));
            Console.Error.WriteLine(rows[Label(family)]);

            // What is measured stays if the rest is cut short.
            File.WriteAllText(path, Page(CostFamilies.All.Select(one => rows.GetValueOrDefault(Label(one))).OfType<string>()));
        }
    }

    private static string Page(IEnumerable<string> rows) => $"""
        # What a fit costs

        Made by `make costs`: {Machine}.

        How time and memory of a fit grow with the rows, everything else fixed. The tables are made anew for each size by one rule, the first rows of a greater one are those of a
        smaller one. *Seconds* are those of the fastest of up to five fits on all processors; *MB* is how far the managed heap grew at most, garbage that was not
        yet collected included, the table itself left out; of transformers the transformation of the rows is part of both. *Exponent* is the slope of the straight line
        through the logarithms at n, 2n, 4n and 8n rows: at 1 twice the rows cost twice as much, at 2 four times.

        | estimator | data | n | seconds at n, 2n, 4n, 8n | exponent | in theory | MB at n, 2n, 4n, 8n | exponent | measured |
        | --- | --- | --- | --- | --- | --- | --- | --- | --- |
        {string.Join('\n', rows)}

        What lies below its theory has a part that does not depend on the rows, which weighs most where they are few; what lies above it has left the caches of the
        processor, or takes fresh memory from the system, on the way to 8n. The memory of kernel machines ends at their cache (`CacheMegabytes`, 256 by default); what grows below
        it are the rows of the kernel matrix that are kept.

        """.ReplaceLineEndings("\n");

    private static string Row(CostCurve curve) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {Label(curve.Family)} | {curve.Family.Data} | {curve.Family.Rows:N0} | {string.Join(", ", curve.Points.Select(point => Figure(point.Seconds)))} | {curve.TimeExponent:0.00} | {curve.Family.Theory} | {string.Join(", ", curve.Points.Select(point => Figure(point.Megabytes)))} | {curve.MemoryExponent:0.00} | {DateTime.UtcNow:yyyy-MM-dd} |");

    /// <summary>Names a row by its first cell.</summary>
    private static string Label(string row) => row.Split(Separator)[1].Trim();

    private static string Label(CostFamily family) => family.Settings.Length == 0 ? family.Name : $"{family.Name} ({family.Settings})";

    private static string Figure(double value) => value.ToString(value >= 100 ? "0" : value >= 10 ? "0.0" : value >= 1 ? "0.00" : "0.0000", CultureInfo.InvariantCulture);
}
