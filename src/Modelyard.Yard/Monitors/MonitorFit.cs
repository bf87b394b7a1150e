using Modelyard.Charts;
using Modelyard.Data;
using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Lifecycle.Predictions;
using Modelyard.Metrics;
using Modelyard.Pipelines;

namespace Modelyard.Lifecycle.Monitors;

/// <summary>Checks that what a monitor is to look at can be seen of its model, so that it is refused when it is added and does not stop, or look at nothing, when it is run.</summary>
internal static class MonitorFit
{
    /// <summary>Checks a monitor of a log.</summary>
    /// <param name="monitor">The monitor.</param>
    /// <param name="predictor">The model as its name is understood now; null if it is not in the yard.</param>
    /// <exception cref="ModelyardException">Something is asked for that the model has not.</exception>
    internal static void Check(MonitorDefinition monitor, Predictor? predictor)
    {
        Frame? reference = monitor.Reference is { Kind: ReferenceKind.File, Path: { } path } ? TableFiles.Read(path).Frame : null;
        if (reference?.RowCount < monitor.LeastRows)
        {
            throw new YardException($"The reference '{monitor.Reference.Path}' has {NumberText.Counted(reference.RowCount, "row")} and must have {monitor.LeastRows} or more.");
        }

        if (monitor.Source.Kind != SourceKind.Log || predictor is null)
        {
            return;
        }

        string[] inputs = [.. predictor.Inputs.Select(input => input.Name)];
        if (reference is not null && !inputs.Any(input => reference.TryGetColumn(input, out _)))
        {
            throw new YardException($"The reference '{monitor.Reference.Path}' has none of the inputs of '{monitor.Model}', which are {Listed(inputs)}. Its columns are {Listed([.. reference.Columns.Select(column => column.Name)])}.");
        }

        foreach (string name in monitor.Fair.Where(name => !PredictionColumns.IsOutput(name) && !inputs.Contains(name, StringComparer.Ordinal)))
        {
            throw new YardException($"'{name}', whose groups are to be compared, is no input of '{monitor.Model}'.{Spelling.Hint(name, inputs)}");
        }

        foreach (string name in monitor.Drift.Exclude.Where(name => !PredictionColumns.IsOutput(name) && !inputs.Any(input => input == name || PredictionColumns.Input(input) == name)))
        {
            throw new YardException($"'{name}', which is not to be looked at, is no input of '{monitor.Model}'.{Spelling.Hint(name, inputs)}");
        }

        if (predictor.Task != TaskKind.Classification)
        {
            string? what = monitor.Costs is not null ? "Costs of wrong answers" : monitor.Fair.Count > 0 ? "Gaps between groups" : monitor.Watch.Contains(WatchKind.Stream) && monitor.Detectors.Contains(StreamDetector.Ddm) ? "The detector 'ddm'" : null;
            if (what is not null)
            {
                throw new YardException($"{what} {(what.StartsWith('T') ? "is" : "are")} of models that answer with a class, and '{monitor.Model}' answers with a number. Leave {(what.StartsWith('T') ? "it" : "them")} out.");
            }
        }
        else if (monitor.Costs is { } costs)
        {
            _ = CostMatrix.Parse(costs, predictor.Classes);
        }
    }

    // A message is no place for hundreds of names.
    private static string Listed(string[] names) => string.Join(", ", names.Take(8).Select(name => $"'{name}'")) + (names.Length > 8 ? $" and {names.Length - 8} more" : "");
}
