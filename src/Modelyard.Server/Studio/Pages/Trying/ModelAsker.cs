using System.Globalization;
using System.Text.Json;
using Modelyard.Charts;
using Modelyard.Learning;
using Modelyard.Server.Models;
using Modelyard.Server.Protocol;
using Modelyard.Server.Studio.Content;

namespace Modelyard.Server.Studio.Pages.Trying;

/// <summary>Asks a model as <c>/invocations</c> does, by the same reader and writer, so that the page and programs get the same. What is tried is neither counted nor logged: nobody acts on it.</summary>
internal sealed class ModelAsker(MemoryLimit memory)
{
    private const int MostContributions = 15;
    private const double LeastMove = 1e-12;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly TableColumn[] WhyColumns = [new("input", "Input"), new("value", "Value"), new("contribution", "Contribution", ColumnKind.Number)];

    /// <summary>Tells whether an explanation takes thousands of predictions; null if the model cannot be explained.</summary>
    public static bool? IsCostly(ServedModel model)
    {
        try
        {
            return model.Explainer.IsEstimated;
        }
        catch (RequestFaultException)
        {
            return null;
        }
    }

    /// <summary>Asks a model for one row.</summary>
    public TryAnswer Ask(ServedModel model, IReadOnlyList<InputField> fields, bool isExplained, IReadOnlyList<double> first)
    {
        bool hasIntervals = model.Intervals is not null || model.Sets is not null;
        byte[] body = RowJson.Write(model.Inputs, fields, model.IsClassifier, isExplained, hasIntervals);
        long deadline = Environment.TickCount64 + (long)Patience.TotalMilliseconds;
        RequestScratch scratch = RequestScratch.Rent(memory);
        try
        {
            scratch.Rows.Begin(model, 1, isLogged: false);
            InvocationOutputs outputs = InvocationReader.Read(body, model, scratch.Rows, scratch.Faults);
            scratch.Predictions.Predict(model, scratch.Rows, deadline);
            if (isExplained)
            {
                scratch.Explanations.Explain(model, scratch.Rows, scratch.Predictions.Values, deadline);
            }

            if (hasIntervals)
            {
                scratch.Intervals.Predict(model, scratch.Rows, deadline);
            }

            AnswerWriter.WriteInvocation(scratch.Writer, model, scratch, outputs);
            scratch.Writer.Flush();
            using var answer = JsonDocument.Parse(scratch.Answer.Written);
            return Read(model, fields, answer.RootElement, first);
        }
        catch (RequestFaultException fault)
        {
            return new TryAnswer { Notes = [.. fault.Faults.Count > 0 ? fault.Faults.Select(one => one.Message) : [fault.Message]] };
        }
        finally
        {
            scratch.Return();
        }
    }

    private static TryAnswer Read(ServedModel model, IReadOnlyList<InputField> fields, JsonElement answer, IReadOnlyList<double> first)
    {
        JsonElement prediction = answer.GetProperty("predictions"u8)[0];
        double[] numbers = model.IsClassifier ? [.. answer.GetProperty("probabilities"u8)[0].EnumerateArray().Select(Number)] : [Number(prediction)];
        bool isExplained = answer.TryGetProperty("explanations"u8, out JsonElement explanations);
        return new TryAnswer
        {
            Prediction = model.IsClassifier ? prediction.GetString() : NumberText.Value(numbers[0]),
            Numbers = numbers,
            First = first.Count == numbers.Length ? first : numbers,
            Classes = model.Predictor.Classes,
            Interval = Interval(model, answer),
            Why = isExplained ? Why(fields, explanations[0]) : null,
            WhyNote = isExplained ? Note(explanations[0]) : null,
            Notes = [.. fields.Select((field, at) => Doubt(field, model.Inputs[at])).OfType<string>()],
        };
    }

    private static double Number(JsonElement element) => element.ValueKind == JsonValueKind.Number ? element.GetDouble() : double.NaN;

    private static string? Interval(ServedModel model, JsonElement answer)
    {
        if (model.Intervals is { } intervals)
        {
            double[] ends = [.. answer.GetProperty("intervals"u8)[0].EnumerateArray().Select(Number)];
            return $"from {NumberText.Value(ends[0])} to {NumberText.Value(ends[^1])}, which holds {NumberText.Percent(intervals.Coverage)} of the time";
        }

        return model.Sets is not { } sets ? null
            : $"one of {string.Join(", ", answer.GetProperty("sets"u8)[0].EnumerateArray().Select(name => name.GetString()))}, which holds {NumberText.Percent(sets.Coverage)} of the time";
    }

    private static DataTable Why(IReadOnlyList<InputField> fields, JsonElement explanation)
    {
        (string Name, double Contribution)[] ranked = [.. explanation.GetProperty("contributions"u8).EnumerateObject()
            .Select(one => (one.Name, Number(one.Value))).Where(one => Math.Abs(one.Item2) > LeastMove).OrderByDescending(one => Math.Abs(one.Item2))];
        double greatest = ranked.Select(one => Math.Abs(one.Contribution)).DefaultIfEmpty(1).Max();
        Dictionary<string, string> values = fields.ToDictionary(field => field.Name, field => field.Value.Length == 0 ? "missing" : field.Value, StringComparer.Ordinal);
        return new DataTable("why", "Why", WhyColumns, [.. ranked.Take(MostContributions).Select(one => (IReadOnlyList<Cell>)
        [
            new Cell(one.Name), new Cell(values.GetValueOrDefault(one.Name)), new Cell(one.Contribution) { Bar = Math.Abs(one.Contribution) / greatest },
        ])]);
    }

    private static string Note(JsonElement explanation)
    {
        string of = explanation.TryGetProperty("class"u8, out JsonElement name) ? $"the score of {name.GetString()}" : "the prediction";
        string about = explanation.TryGetProperty("estimated"u8, out JsonElement estimated) && estimated.GetBoolean() ? "about " : "";
        return string.Create(CultureInfo.InvariantCulture, $"From what is usual, {about}{NumberText.Value(Number(explanation.GetProperty("base"u8)))}, each input moves {of} to {NumberText.Value(Number(explanation.GetProperty("prediction"u8)))}.");
    }

    /// <summary>Says what training has not seen of a value; null if it has.</summary>
    private static string? Doubt(InputField field, Feature input) =>
        input.Kind == FeatureKind.Categorical && field.Value.Length > 0 && input.Levels.Count > 0 && !input.Levels.Contains(field.Value, StringComparer.Ordinal)
            ? $"Training has not seen '{field.Value}' of '{field.Name}'; it counts as unseen."
        : field is { Minimum: { } least, Maximum: { } greatest } && double.TryParse(field.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && (number < least || number > greatest)
            ? $"'{field.Name}' is '{field.Value}', and training has seen {field.Seen}: what the model makes of it is a guess."
        : null;
}
