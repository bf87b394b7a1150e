using System.Globalization;
using Modelyard.Frames;
using Modelyard.Learning;

namespace Modelyard.Preparation;

/// <summary>Says what the target of a table is and how its cells are read.</summary>
public sealed record TargetPlan
{
    private const int MostIntegerClasses = 20;
    private const int MostClasses = 1000;

    private TargetPlan(string name, TaskKind task, IReadOnlyList<string> classes, IReadOnlyList<string> notes)
    {
        Name = name;
        Task = task;
        Classes = classes;
        Notes = notes;
    }

    /// <summary>Gets the name of the column.</summary>
    public string Name { get; }

    /// <summary>Gets what is predicted.</summary>
    public TaskKind Task { get; }

    /// <summary>Gets the labels of the classes, by number if all are numbers, else in ordinal order; empty for regression.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Gets what was assumed, in full sentences.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>Plans the reading of a target.</summary>
    /// <param name="frame">The table.</param>
    /// <param name="target">The name of the column.</param>
    /// <param name="task">What is predicted; null to decide by the cells.</param>
    /// <returns>The plan.</returns>
    /// <exception cref="ModelyardException">The column is not there, or nothing can be learned about it.</exception>
    public static TargetPlan Learn(Frame frame, string target, TaskKind? task = null)
    {
        ArgumentNullException.ThrowIfNull(frame);
        Column column = frame[target];
        int present = column.Length - column.MissingCount;
        var word = MissingWord.Find(column.Kind, present, column.MissingCount, column.TakenForMissing.Select(token => KeyValuePair.Create(token.Key, (long)token.Value)));
        if (present == 0)
        {
            throw MissingEverywhere(target, word);
        }

        ColumnSummary summary = ColumnSummary.Of(column);
        if (summary.Distinct < 2)
        {
            throw SameEverywhere(target, summary.Top!, word);
        }

        var notes = new List<string>(TextHint.Of(column) is { } hint ? [hint] : []);
        TaskKind decided = task ?? Decide(column, summary, present, notes);
        AddMissing(target, column.MissingCount, column.Length, word, notes);
        return decided == TaskKind.Regression
            ? ForRegression(column, notes)
            : ForClassification(column, summary, present, notes);
    }

    /// <summary>Plans the reading of a target as a fitted model knows it.</summary>
    /// <param name="name">The name of the column.</param>
    /// <param name="task">What is predicted.</param>
    /// <param name="classes">The labels of the classes, in the model's order; empty for regression.</param>
    /// <returns>The plan.</returns>
    public static TargetPlan OfModel(string name, TaskKind task, IReadOnlyList<string> classes) => new(name, task, classes, []);

    /// <summary>Plans the reading of a target of which a survey has seen all cells.</summary>
    /// <param name="survey">The survey.</param>
    /// <param name="task">What is predicted; null to decide by the cells.</param>
    /// <returns>The plan.</returns>
    /// <exception cref="ModelyardException">Nothing can be learned about it.</exception>
    internal static TargetPlan Of(TargetSurvey survey, TaskKind? task)
    {
        string name = survey.Name;
        var word = MissingWord.Find(survey.Kind, survey.Present, survey.Missing, survey.TakenForMissing);
        if (survey.Present == 0)
        {
            throw MissingEverywhere(name, word);
        }

        if (survey.Distinct < 2)
        {
            throw SameEverywhere(name, survey.Classes.First(), word);
        }

        var notes = new List<string>();
        TaskKind decided = task ?? Decide(name, survey.Kind, survey.Distinct, survey.Minimum, survey.Maximum, survey.Present, notes);
        AddMissing(name, survey.Missing, survey.Present + survey.Missing, word, notes);
        if (decided == TaskKind.Classification)
        {
            return survey.Distinct <= MostClasses
                ? new TargetPlan(name, decided, Sort([.. survey.Classes]), notes)
                : throw new ModelyardException($"The target '{name}' has more than {MostClasses:N0} classes. Group them{(survey.IsNumeric ? ", or say '--task regression'" : "")}.");
        }

        if (!survey.IsNumeric || survey.Kind == ColumnKind.Timestamp)
        {
            throw new ModelyardException($"The target '{name}' holds {(survey.IsNumeric ? "dates" : "text")} and a regression needs numbers. Predict it by classification, or mend the column.");
        }

        return survey.Infinite == 0
            ? new TargetPlan(name, TaskKind.Regression, [], notes)
            : throw new ModelyardException($"The target '{name}' is infinite in {survey.Infinite:N0} {(survey.Infinite == 1 ? "row" : "rows")}. Mend or remove them.");
    }

    /// <summary>Lists the rows in which the target is present.</summary>
    /// <param name="frame">The table.</param>
    /// <returns>The zero-based rows, ascending.</returns>
    public int[] PresentRows(Frame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        Column column = frame[Name];
        return [.. Enumerable.Range(0, column.Length).Where(row => !column.IsMissing(row))];
    }

    /// <summary>Reads the target of a table and joins it with encoded inputs.</summary>
    /// <param name="frame">The table, without missing cells in the target.</param>
    /// <param name="encoder">The encoder of the inputs.</param>
    /// <param name="degree">The greatest number of threads that read texts.</param>
    /// <returns>The data set; its features are sparse if an input is a text.</returns>
    /// <exception cref="ModelyardException">A cell of the target is missing, not a number, or not one of the classes.</exception>
    public Dataset Encode(Frame frame, RowEncoder encoder, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentNullException.ThrowIfNull(encoder);
        Column column = frame[Name];
        if (Task == TaskKind.Regression)
        {
            if (!column.IsNumeric)
            {
                throw new ModelyardException($"The target '{Name}' holds text and must hold numbers.");
            }

            return encoder.HasTexts
                ? Dataset.ForRegression(encoder.EncodeSparse(frame, degree), column.ToDoubles(), encoder.Features, Name)
                : Dataset.ForRegression(encoder.Encode(frame), column.ToDoubles(), encoder.Features, Name);
        }

        var codes = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < Classes.Count; i++)
        {
            codes.Add(Classes[i], i);
        }

        int[] labels = new int[column.Length];
        for (int row = 0; row < labels.Length; row++)
        {
            if (column.IsMissing(row) || !codes.TryGetValue(column.FormatCell(row), out labels[row]))
            {
                throw new ModelyardException($"The target '{Name}' is '{column.FormatCell(row)}' in data row {row + 1} and must be one of {string.Join(", ", Classes.Take(20))}.");
            }
        }

        return encoder.HasTexts
            ? Dataset.ForClassification(encoder.EncodeSparse(frame, degree), labels, Classes, encoder.Features, Name)
            : Dataset.ForClassification(encoder.Encode(frame), labels, Classes, encoder.Features, Name);
    }

    private static ModelyardException MissingEverywhere(string target, MissingWord? word) =>
        new($"The target '{target}' is missing in every row. {(word is null ? "Choose another column, or fill it in." : word.Told)}");

    private static ModelyardException SameEverywhere(string target, string value, MissingWord? word) =>
        new($"The target '{target}' is '{value}' in every row{(word is null ? "" : " that has one")}; there is nothing to predict. {(word is null ? "Choose another column, or add rows that differ." : word.Told)}");

    private static void AddMissing(string target, long missing, long rows, MissingWord? word, List<string> notes)
    {
        if (missing > 0)
        {
            notes.Add($"The target '{target}' is missing in {missing:N0} of {rows:N0} rows{(word is null ? "" : $", of which {word.Count:N0} are '{word.Text}'")}; they are left out.{(word is null ? "" : $" {word.Advice}")}");
        }
    }

    private static TaskKind Decide(Column column, ColumnSummary summary, int present, List<string> notes) =>
        Decide(column.Name, column.Kind, summary.Distinct, summary.Minimum, summary.Maximum, present, notes);

    private static TaskKind Decide(string name, ColumnKind kind, long distinct, double least, double greatest, long present, List<string> notes)
    {
        switch (kind)
        {
            case ColumnKind.Double when distinct == 2 && double.IsInteger(least) && double.IsInteger(greatest):
                notes.Add($"The target '{name}' is '{least}' or '{greatest}'; they are taken for classes. Say '--task regression' if they are quantities.");
                return TaskKind.Classification;
            case ColumnKind.Double or ColumnKind.Timestamp:
                return TaskKind.Regression;
            case ColumnKind.Integer when distinct == 2:
                return TaskKind.Classification;
            case ColumnKind.Integer when distinct <= MostIntegerClasses && distinct * 20 <= present:
                notes.Add($"The target '{name}' has {distinct} whole numbers; they are taken for classes. Say '--task regression' if they are quantities.");
                return TaskKind.Classification;
            case ColumnKind.Integer:
                return TaskKind.Regression;
            default:
                return TaskKind.Classification;
        }
    }

    private static TargetPlan ForRegression(Column column, List<string> notes)
    {
        if (!column.IsNumeric)
        {
            throw new ModelyardException($"The target '{column.Name}' holds text, as in '{column.FormatCell(FirstPresent(column))}', and a regression needs numbers. Predict it by classification, or mend the column.{(TextHint.Of(column) is { } hint ? " " + hint : "")}");
        }

        if (column.Kind == ColumnKind.Timestamp)
        {
            throw new ModelyardException($"The target '{column.Name}' holds dates; a regression needs numbers. Turn it into a number, such as the days since a date.");
        }

        double[] values = column.ToDoubles();
        int[] infinite = [.. Enumerable.Range(0, values.Length).Where(row => Math.Abs(values[row]) > RowEncoder.Greatest)];
        return infinite.Length == 0
            ? new TargetPlan(column.Name, TaskKind.Regression, [], notes)
            : throw new ModelyardException($"The target '{column.Name}' is {(Array.Exists(infinite, row => double.IsFinite(values[row])) ? "infinite or beyond 1E+150" : "infinite")} in {infinite.Length} {(infinite.Length == 1 ? "row" : "rows")}, the first of them data row {infinite[0] + 1}. Mend or remove them.");
    }

    private static TargetPlan ForClassification(Column column, ColumnSummary summary, int present, List<string> notes)
    {
        if (summary.Distinct == present && present > 2)
        {
            throw new ModelyardException($"The target '{column.Name}' is different in every row; there are no classes to learn. Choose another column{(column.IsNumeric ? ", or say '--task regression'" : "")}.{(TextHint.Of(column) is { } hint ? " " + hint : "")}");
        }

        if (summary.Distinct > MostClasses)
        {
            throw new ModelyardException($"The target '{column.Name}' has {summary.Distinct:N0} classes and may have {MostClasses:N0}. Group them{(column.IsNumeric ? ", or say '--task regression'" : "")}.");
        }

        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int row = 0; row < column.Length; row++)
        {
            if (!column.IsMissing(row))
            {
                System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(counts, column.FormatCell(row), out _)++;
            }
        }

        string[] classes = Sort([.. counts.Keys]);
        string[] single = [.. classes.Where(label => counts[label] == 1).Take(6)];
        if (single.Length > 0)
        {
            notes.Add($"Of the target '{column.Name}', {string.Join(", ", single.Take(5).Select(label => $"'{label}'"))}{(single.Length > 5 ? " and others" : "")} {(single.Length == 1 ? "occurs" : "occur")} in one row only: how well {(single.Length == 1 ? "it is" : "they are")} predicted cannot be told.");
        }

        return new TargetPlan(column.Name, TaskKind.Classification, classes, notes);
    }

    /// <summary>Sorts labels by number if all are numbers, else in ordinal order.</summary>
    private static string[] Sort(string[] classes)
    {
        bool numbers = Array.TrueForAll(classes, label => double.TryParse(label, NumberStyles.Float, CultureInfo.InvariantCulture, out _));
        Array.Sort(classes, numbers
            ? (left, right) => double.Parse(left, CultureInfo.InvariantCulture).CompareTo(double.Parse(right, CultureInfo.InvariantCulture))
            : StringComparer.Ordinal.Compare);
        return classes;
    }

    private static int FirstPresent(Column column) => Enumerable.Range(0, column.Length).First(row => !column.IsMissing(row));
}
