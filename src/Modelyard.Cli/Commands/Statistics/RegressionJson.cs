using System.Text.Json;
using Modelyard.Inference;

namespace Modelyard.Cli.Commands.Statistics;

/// <summary>Writes a regression as data.</summary>
internal static class RegressionJson
{
    internal static void Write(Utf8JsonWriter json, RegressionFit fit)
    {
        json.WriteString("method", fit.Method);
        json.WriteString("target", fit.Data.TargetName);
        json.WriteString("covariance", fit.Settings.Covariance.ToString().ToLowerInvariant());
        json.WriteNumber("confidence", fit.Settings.Confidence);
        json.WriteString("distribution", double.IsInfinity(fit.Degrees) ? "normal" : "t");
        if (fit.RatioName.Length > 0)
        {
            json.WriteString("ratioName", fit.RatioName);
        }

        IReadOnlyList<CoefficientRatio> ratios = fit.Ratios();
        json.Objects("coefficients", Enumerable.Range(0, fit.Coefficients.Count), place =>
        {
            CoefficientEstimate one = fit.Coefficients[place];
            json.WriteString("name", one.Name);
            json.Number("estimate", one.Estimate);
            json.Number("standardError", one.StandardError);
            json.Number("statistic", one.Statistic);
            json.Number("pValue", one.PValue);
            json.Number("low", one.Low);
            json.Number("high", one.High);
            if (ratios.Count > 0)
            {
                json.Number("ratio", ratios[place].Ratio);
                json.Number("ratioLow", ratios[place].Low);
                json.Number("ratioHigh", ratios[place].High);
            }
        });
        foreach (FitFigure figure in fit.Figures)
        {
            json.Number(figure.Name, figure.Value);
        }

        json.Texts("notes", fit.Notes);
    }
}
