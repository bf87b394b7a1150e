using System.CommandLine;
using System.Text.Json;
using Modelyard.Charts;
using Modelyard.Learning;
using Modelyard.Selection;

namespace Modelyard.Cli.Commands.Curves;

/// <summary>Shows scores over a grid of the values of two hyperparameters.</summary>
internal static class SliceVerb
{
    internal static Command Create(Terminal terminal)
    {
        var parameters = new Option<string[]>("--parameters") { Description = "The two hyperparameters, with a comma between: that of the rows and that of the columns.", Required = true };
        var grid = new Option<int>("--grid") { Description = "The greatest number of values of each, spread over the range that is searched.", DefaultValueFactory = _ => 6 }.Plainly("a whole number, 2 or greater");
        var tried = new Option<string[]>("--values") { Description = "The values of the first and, given once more, of the second: a list such as '1,2,4,none', or a range such as '0.01..100', over which '--grid' values are spread; by default those over the range that is searched." };
        var contour = new Option<bool>("--contour") { Description = "Draw lines of equal scores first: they are then what a picture (.svg) shows." };
        var verb = new CurveVerb(
            terminal, "slice", "Show scores over a grid of two hyperparameters, as a heat map; the page draws lines of equal scores too.", "modelyard curve slice Svc churn.csv --target churn --parameters C,Gamma --grid 8 -o slice.html");
        return verb.Say([parameters, tried, grid, contour], (parsed, learner) =>
        {
            string[] names = SharedOptions.Names(parsed, parameters);
            int count = parsed.GetValue(grid);
            if (names.Length != 2 || count < 2)
            {
                throw new UsageException(count < 2
                    ? $"'--grid' is '{count}' and must be a whole number, 2 or greater."
                    : $"'--parameters' is '{string.Join(',', names)}' and must name two different hyperparameters, as in 'C,Gamma'.");
            }

            Hyperparameter[] both = Array.ConvertAll(names, one => Hyperparameters.Find(learner, one));
            string[] texts = parsed.GetValue(tried) ?? [];
            if (texts.Length > both.Length)
            {
                throw new UsageException($"'--values' is given {texts.Length} times, and once for each of the two hyperparameters is meant. Put commas between values, as in '--values 1,2,4 --values 0.1,1'.");
            }

            IReadOnlyList<object?>?[] values = [.. both.Select((one, place) => place < texts.Length ? CurveValues.Parse(one, texts[place], count) : null)];
            bool drawsContour = parsed.GetValue(contour);
            if (drawsContour && Array.FindIndex(both, one => !one.IsNumber) is >= 0 and int place)
            {
                throw new UsageException($"'--contour' needs numbers on both axes, and '{names[place]}' takes names. Leave it out: the heat map shows them.");
            }

            return request => Outcome(request, ParameterSlice.Compute(
                request.Pipeline, (both[0].Name, values[0]), (both[1].Name, values[1]), request.Data, request.Folds, request.Metric, request.Context, count), drawsContour);
        });
    }

    private static CurveOutcome Outcome(CurveRequest request, ParameterSlice slice, bool drawsContour) => new(
        $"{slice.First.Name} and {slice.Second.Name}",
        drawsContour ? [slice.ToContour(), slice.ToHeatMap()] : HasContour(slice) ? [slice.ToHeatMap(), slice.ToContour()] : [slice.ToHeatMap()],
        terminal => WriteText(terminal, request, slice),
        json => WriteJson(json, slice));

    private static bool HasContour(ParameterSlice slice) => slice.First.IsNumber && slice.Second.IsNumber && slice.FirstValues.Count > 1 && slice.SecondValues.Count > 1;

    private static void WriteText(Terminal terminal, CurveRequest request, ParameterSlice slice)
    {
        (int row, int column) = slice.Best;
        TextTable table = new TextTable([$"{slice.First.Name} \\ {slice.Second.Name}", .. slice.SecondValues.Select(Hyperparameter.Format), ""]).Right([.. Enumerable.Range(0, slice.SecondValues.Count + 1)]);
        foreach ((int place, IReadOnlyList<CurvePoint> points) in slice.Points.Index())
        {
            table.Add([
                Hyperparameter.Format(slice.FirstValues[place]),
                .. points.Select((point, other) => Figures.Score(point.ValidationMean) + (place == row && other == column ? "*" : " ")),
                TextChart.Sparkline([.. points.Select(point => point.ValidationMean)])]);
        }

        CurvePoint best = slice.Points[row][column];
        string first = Hyperparameter.Format(slice.FirstValues[row]), second = Hyperparameter.Format(slice.SecondValues[column]);
        table.Write(terminal);
        terminal.Line();
        terminal.Line($" {slice.Metric.Title} on new rows is best (*) at {slice.First.Name} = {first} and {slice.Second.Name} = {second}: {Figures.Score(best.ValidationMean)}; on the rows learned from it is {Figures.Score(best.TrainMean)} there.");
        terminal.Line(IsAtEdge(row, slice.FirstValues.Count) || IsAtEdge(column, slice.SecondValues.Count)
            ? " The best is at the edge of the grid: values beyond it may be better still."
            : " The best is inside the grid.");
        terminal.Line();
        terminal.Line($" next     modelyard fit {request.Command} --set {slice.First.Name}={first} --set {slice.Second.Name}={second}");
    }

    private static bool IsAtEdge(int place, int count) => count > 2 && (place == 0 || place == count - 1);

    private static void WriteJson(Utf8JsonWriter json, ParameterSlice slice)
    {
        (int bestRow, int bestColumn) = slice.Best;
        json.Texts("parameters", [slice.First.Name, slice.Second.Name]);
        json.Texts("best", [Hyperparameter.Format(slice.FirstValues[bestRow]), Hyperparameter.Format(slice.SecondValues[bestColumn])]);
        CurvePoint[] points = [.. slice.Points.SelectMany(row => row)];
        CurvePoints.WriteJson(json, points, place =>
        {
            (int row, int column) = Math.DivRem(place, slice.SecondValues.Count);
            json.WriteString(slice.First.Name, Hyperparameter.Format(slice.FirstValues[row]));
            json.WriteString(slice.Second.Name, Hyperparameter.Format(slice.SecondValues[column]));
        });
    }
}
