using Modelyard.Charts;
using Modelyard.Pipelines;

namespace Modelyard.Cli.Commands.Explaining;

/// <summary>Writes what explanations have in common.</summary>
internal static class ExplanationText
{
    private const int Width = 72;

    /// <summary>Writes a number for a terminal.</summary>
    internal static string Number(double value) => NumberText.Value(value).Replace('−', '-');

    /// <summary>Writes a number with its sign, as what is added.</summary>
    internal static string Signed(double value) => (value > 0 ? "+" : "") + Number(value);

    /// <summary>Writes what a model predicts for a row.</summary>
    internal static string Predicted(Predictor predictor, ReadOnlySpan<double> row) => predictor.Classes.Count == 0
        ? Number(predictor.PredictNumber(row))
        : predictor.Classes[predictor.PredictClass(row, new double[predictor.Classes.Count])];

    /// <summary>Prints names with bars.</summary>
    internal static void Bars(Terminal terminal, IReadOnlyList<BarItem> items, Func<double, string> text)
    {
        foreach (string line in TextChart.Bars(items, Width, text).Split('\n'))
        {
            terminal.Line(" " + line);
        }
    }
}
