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
            takes care of in `modelyard train`: missing cells are filled, categories become numbers. *Sparse* features are never stored densely as a
            whole; *several targets* are learned at once; a *stream* may be larger than memory (`modelyard fit NAME TRAIN.csv --target COLUMN --stream`).


            """);
        foreach (IGrouping<TaskKind, EstimatorEntry> task in EstimatorCatalogue.All.GroupBy(entry => entry.Task))
        {
            page.Append($"## {Title(task.Key)}\n\n| estimator | weights | missing values | categories | sparse | several targets | stream | compared |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n");
            foreach (EstimatorEntry entry in task)
            {
                LearnerTraits traits = entry.Default.Traits;
                page.Append($"| [{entry.Name}](#{entry.Name.ToLowerInvariant()}) | {YesNo(traits.Weights)} | {YesNo(traits.MissingValues)} | {YesNo(traits.Categories)} | {YesNo(traits.Sparse)} | {YesNo(entry.SeveralTargets)} | {YesNo(entry.Streams)} | {Compared(entry)} |\n");
            }

            page.Append('\n');
            foreach (EstimatorEntry entry in task)
            {
                Write(page, entry);
            }
        }

        WriteSeveralTargets(page);
        return page.ToString().TrimEnd() + "\n";
    }

    private static void WriteSeveralTargets(StringBuilder page)
    {
        page.Append("""
            ## Several targets

            These learn several targets only, as do the estimators above whose column says so: `modelyard fit NAME TRAIN.csv --target A --target B`. Labels are
            columns of 1 and 0, true and false, or yes and no.


            """);
        foreach (MultiTargetEntry entry in EstimatorCatalogue.OfSeveralTargets)
        {
            page.Append($"### {entry.Name}\n\n{entry.Summary} Namespace `{entry.Default.GetType().Namespace}`.\n\nSource: {entry.Source}.\n\n");
            WriteHyperparameters(page, entry.Hyperparameters);
        }
    }

    private static void Write(StringBuilder page, EstimatorEntry entry)
    {
        page.Append($"### {entry.Name}\n\n{entry.Summary} Namespace `{entry.Default.GetType().Namespace}`.\n\nSource: {entry.Source}.\n\n");
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

        WriteHyperparameters(page, entry.Hyperparameters);
    }

    private static void WriteHyperparameters(StringBuilder page, IReadOnlyList<Hyperparameter> hyperparameters)
    {
        page.Append("| hyperparameter | default | allowed | searched | meaning |\n| --- | --- | --- | --- | --- |\n");
        foreach (Hyperparameter one in hyperparameters)
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

    private static string Title(TaskKind task) => task == TaskKind.AnomalyDetection ? "Anomaly detection" : task.ToString();

    private static string YesNo(bool value) => value ? "yes" : "no";
}
