using System.Text;
using Modelyard.Catalogue;
using Modelyard.Learning;

namespace Modelyard.Documentation.Reference;

/// <summary>Writes the page of the estimators.</summary>
internal static class EstimatorReference
{
    internal static string Write()
    {
        var page = new StringBuilder();
        page.Append("""
            # The estimators

            Made from the code by `make docs`. `modelyard estimators list` and `modelyard estimators show NAME` say the same at the terminal.

            The names are those of the records in C#, of `modelyard fit NAME TRAIN.csv --target COLUMN --set Hyperparameter=Value` and of `--candidates` of `modelyard train`.
            *Compared* says whether a training compares the estimator unless it is told otherwise. What an estimator does not take itself, preparation
            takes care of in `modelyard train`: missing cells are filled, categories become numbers.


            """);
        foreach (IGrouping<TaskKind, EstimatorEntry> task in EstimatorCatalogue.All.GroupBy(entry => entry.Task))
        {
            page.Append($"## {task.Key}\n\n| estimator | weights | missing values | categories | compared |\n| --- | --- | --- | --- | --- |\n");
            foreach (EstimatorEntry entry in task)
            {
                LearnerTraits traits = entry.Default.Traits;
                page.Append($"| [{entry.Name}](#{entry.Name.ToLowerInvariant()}) | {YesNo(traits.Weights)} | {YesNo(traits.MissingValues)} | {YesNo(traits.Categories)} | {Compared(entry)} |\n");
            }

            page.Append('\n');
            foreach (EstimatorEntry entry in task)
            {
                Write(page, entry);
            }
        }

        return page.ToString().TrimEnd() + "\n";
    }

    private static void Write(StringBuilder page, EstimatorEntry entry)
    {
        page.Append($"### {entry.Name}\n\n{entry.Summary} Namespace `{entry.Default.GetType().Namespace}`.\n\n");
        if (entry.Hyperparameters.Count == 0)
        {
            page.Append("It has no hyperparameters.\n\n");
            return;
        }

        string[] starts = [.. entry.Starts.Select(start => Changes(entry, start))];
        if (starts is not [""])
        {
            page.Append($"A training starts from {string.Join("; and from ", starts.Select(start => start.Length > 0 ? start : "the defaults"))}.{Coded(entry)}\n\n");
        }

        page.Append("| hyperparameter | default | allowed | searched | meaning |\n| --- | --- | --- | --- | --- |\n");
        foreach (Hyperparameter one in entry.Hyperparameters)
        {
            page.Append($"| `{one.Name}` | {Hyperparameter.Format(one.Default)} | {one.Allowed} | {Searched(one)} | {one.Meaning} |\n");
        }

        page.Append('\n');
    }

    private static string Coded(EstimatorEntry entry) => entry.StartOfCodes is { } coded
        ? $" Where there are categories of more than two levels, also from {(Changes(entry, coded) is { Length: > 0 } changes ? changes : "the defaults")} with the levels' positions in place of the categories."
        : "";

    private static string Changes(EstimatorEntry entry, IEstimator start) => string.Join(
        ", ", entry.Hyperparameters.Where(one => !Equals(one.Read(start), one.Default)).Select(one => $"`{one.Name}` {Hyperparameter.Format(one.Read(start))}"));

    private static string Searched(Hyperparameter one) => one switch
    {
        { IsSearched: false } => "no",
        { Search: [double low, double high] } => $"{Hyperparameter.Format(low)} to {Hyperparameter.Format(high)}{(one.Scale == Scale.Logarithmic ? ", by powers" : "")}",
        _ => "all of them",
    };

    private static string Compared(EstimatorEntry entry) => entry switch
    {
        { IsCandidate: false } => "no",
        { MostRows: < int.MaxValue } => $"yes; above {entry.MostRows:N0} rows from a sample of them",
        _ => "yes",
    };

    private static string YesNo(bool value) => value ? "yes" : "no";
}
