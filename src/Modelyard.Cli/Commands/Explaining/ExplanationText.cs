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

    /// <summary>Writes an estimate with its standard error, to the digits that it leaves.</summary>
    internal static string WithError(double value, double error) => NumberText.WithError(value, error).Replace('−', '-');

    /// <summary>Writes what is added, with its standard error.</summary>
    internal static string SignedWithError(double value, double error) => (value > 0 ? "+" : "") + WithError(value, error);

    /// <summary>Writes which row is explained and what is predicted for it.</summary>
    internal static string Head(ExplainRequest request, string predicted) => $" {request.Table} row {request.Row + 1}   predicted {request.Package.Predictor.TargetName}: {predicted}";

    /// <summary>Prints names with bars.</summary>
    internal static void Bars(Terminal terminal, IReadOnlyList<BarItem> items, Func<double, string> text)
    {
        foreach (string line in TextChart.Bars(items, Width, text).Split('\n'))
        {
            terminal.Line(" " + line);
        }
    }
}
