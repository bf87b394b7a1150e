using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Preparation;

namespace Modelyard.Cli;

/// <summary>Represents the table of a fit and how it is read.</summary>
/// <param name="Path">The path of the file.</param>
/// <param name="Targets">The names of the columns to predict; none for a detector of anomalies.</param>
/// <param name="IsRaw">Whether every number and truth value is taken as it is, and all else left out.</param>
/// <param name="Texts">The names of columns to read word by word, whatever their cells look like.</param>
/// <param name="MissingTokens">The texts that stand for a missing cell; null for the usual ones.</param>
internal sealed record FitTable(string Path, string[] Targets, bool IsRaw, string[] Texts, string[]? MissingTokens)
{
    /// <summary>Gets the column whose equal cells stay together in every split; null for none. It is not an input.</summary>
    internal string? Group { get; init; }

    /// <summary>Gets the column that orders the rows in time; null for none.</summary>
    internal string? Time { get; init; }

    /// <summary>Gets how the table is read.</summary>
    internal CsvReadOptions Reading => TableFile.Reading(MissingTokens);

    /// <summary>Reads the table.</summary>
    internal Frame Read() => CsvReader.Read(Path, Reading).Frame;

    /// <summary>Reads a table to score on, as this one was read.</summary>
    internal Frame ReadTest(string path, FeatureSchema inputs) => TableFile.Read(path, inputs, MissingTokens);

    /// <summary>Plans the use of the columns; null if they are taken as they are.</summary>
    internal TablePlan? Plan(Frame frame) => IsRaw ? null : Targets is [var only] ? TablePlan.Learn(frame, only, Group is { } group ? [group] : null, Texts) : TablePlan.Learn(frame, null, Targets, Texts);

    /// <summary>Plans the use of the columns where words are not read; texts are left out.</summary>
    internal TablePlan? PlanWithoutTexts(Frame frame)
    {
        if (Texts.Length > 0)
        {
            throw new UsageException("Words are read for one target only. Leave '--text' out.");
        }

        if (Plan(frame) is not { } plan)
        {
            return null;
        }

        Feature[] texts = [.. plan.Inputs.Where(input => input.Kind == FeatureKind.Text)];
        return texts.Length == 0 ? plan : plan with
        {
            Inputs = new FeatureSchema(plan.Inputs.Except(texts)),
            Dropped = [.. plan.Dropped, .. texts.Select(text => new DroppedColumn(text.Name, TablePlan.FreeText))],
        };
    }

    /// <summary>Tells what of the table is read otherwise than it may be meant, with a plan and without.</summary>
    internal IReadOnlyList<string> Notes(Frame frame, TablePlan? plan) => (plan ?? new TablePlan { Inputs = Inputs(frame, null) }).Notes(frame);

    /// <summary>Chooses the inputs: what the plan leaves, or every number and truth value.</summary>
    internal FeatureSchema Inputs(Frame frame, TablePlan? plan)
    {
        FeatureSchema inputs = plan?.Inputs ?? new FeatureSchema(frame.Columns
            .Where(column => column.Kind is ColumnKind.Integer or ColumnKind.Double or ColumnKind.Boolean && !Targets.Contains(column.Name, StringComparer.Ordinal) && column.Name != Group)
            .Select(TablePlan.Describe));
        return inputs.Count > 0
            ? inputs
            : throw new ModelyardException($"No column{(Targets.Length > 0 ? $" besides {string.Join(", ", Targets.Select(target => $"'{target}'"))}" : "")} is numeric. Leave '--raw' out, so that texts are prepared.");
    }
}
