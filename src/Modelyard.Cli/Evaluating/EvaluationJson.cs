using System.Text.Json;
using Modelyard.Evaluation;
using Modelyard.Frames;
using Modelyard.Persistence;
using Modelyard.Reports.Content;

namespace Modelyard.Cli;

/// <summary>Writes an evaluation of a model for programs.</summary>
/// <param name="json">Where to.</param>
/// <param name="evaluation">The evaluation.</param>
internal sealed class EvaluationJson(Utf8JsonWriter json, ModelEvaluation evaluation)
{
    /// <summary>Writes all of it.</summary>
    internal void Write(ModelPackage package, ReportTest test)
    {
        json.WriteString("model", package.Name);
        json.WriteString("target", package.Predictor.TargetName);
        json.WriteNumber("rows", evaluation.Predictions.Count);
        json.Objects("scores", evaluation.Scores, outcome =>
        {
            json.WriteString("metric", outcome.Metric.Name);
            json.Number("value", outcome.Score.Value);
            json.Number("low", outcome.Score.Low);
            json.Number("high", outcome.Score.High);
        });
        CoverageJson.Write(json, evaluation.Coverage);
        WriteFigures();
        WriteCosts();
        WriteFairness();
        WriteSlices();
        WriteCurves(test);
    }

    private void WriteFigures()
    {
        if (evaluation.Figures is not { } figures)
        {
            return;
        }

        json.WriteStartArray("figures");
        for (int row = 0; row < figures.RowCount; row++)
        {
            json.WriteStartObject();
            foreach (Column column in figures.Columns)
            {
                if (column.IsMissing(row))
                {
                    json.WriteNull(column.Name);
                }
                else if (column.Kind is ColumnKind.Integer or ColumnKind.Double)
                {
                    json.Number(column.Name, column is IntegerColumn whole ? whole.Values[row] : ((DoubleColumn)column).Values[row]);
                }
                else
                {
                    json.WriteString(column.Name, column.FormatCell(row));
                }
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteCosts()
    {
        if (evaluation.Cost is not { } cost)
        {
            return;
        }

        json.WriteStartObject("cost");
        json.Number("mean", cost.Mean);
        json.Number("least", cost.Curve is null ? double.NaN : -cost.Curve.Best.Profit);
        json.Number("threshold", cost.Curve?.Best.Threshold ?? double.NaN);
        json.Number("thresholdOfCosts", cost.Costs.Threshold ?? double.NaN);
        json.WriteEndObject();
    }

    private void WriteFairness()
    {
        if (evaluation.Fairness is not var (column, report))
        {
            return;
        }

        json.WriteStartObject("fairness");
        json.WriteString("column", column);
        json.WriteString("positive", report.Positive);
        json.WriteNumber("rowsLeftOut", report.RowsLeftOut);
        json.Number("parityRatio", report.ParityRatio);
        json.Number("equalisedOdds", report.EqualisedOdds);
        json.Objects("groups", report.Groups, one =>
        {
            json.WriteString("group", one.Group);
            json.WriteNumber("rows", one.Rows);
            json.Number("baseRate", one.BaseRate);
            json.Number("selectionRate", one.SelectionRate);
            json.Number("truePositiveRate", one.TruePositiveRate);
            json.Number("falsePositiveRate", one.FalsePositiveRate);
            json.Number("precision", one.Precision);
            json.Number("accuracy", one.Accuracy);
        });
        json.Objects("gaps", report.Gaps, gap =>
        {
            json.WriteString("name", gap.Name);
            json.Number("value", gap.Value);
            json.Number("low", gap.Low);
            json.Number("high", gap.High);
            json.Number("pValue", gap.PValue);
            json.Number("adjustedPValue", gap.AdjustedPValue);
            json.WriteBoolean("isBeyondChance", gap.IsBeyondChance());
            json.WriteString("lowest", gap.Lowest);
            json.WriteString("highest", gap.Highest);
        });
        json.WriteEndObject();
    }

    private void WriteSlices()
    {
        if (evaluation.Slices is not { } slices)
        {
            return;
        }

        json.Objects("slices", slices, slice =>
        {
            json.WriteString("condition", slice.Condition.ToString());
            json.WriteNumber("rows", slice.Rows);
            json.Number("share", slice.Share);
            json.WriteNumber("judgedRows", slice.JudgedRows);
            json.Number("loss", slice.Loss);
            json.Number("otherLoss", slice.OtherLoss);
            json.Number("effect", slice.Effect);
            json.Number("pValue", slice.PValue);
            json.Number("expected", slice.Expected);
            json.WriteBoolean("isWorseThanExpected", slice.IsWorseThanExpected);
            json.WriteNumber("echoes", slice.Echoes);
        });
    }

    /// <summary>Writes the points of the curves that the page draws.</summary>
    private void WriteCurves(ReportTest test)
    {
        if (test.Roc.Count == 0)
        {
            return;
        }

        json.WriteStartObject("curves");
        Curves("roc", test.Roc, "falsePositiveRate", "truePositiveRate");
        Curves("precisionRecall", test.PrecisionRecall, "recall", "precision");
        Curves("gain", test.Gains, "share", "gain");
        if (test.Profit is { } profit)
        {
            json.WriteStartObject("profit");
            json.Numbers("share", profit.Shares);
            json.Numbers("profit", profit.Profits);
            json.WriteEndObject();
        }

        json.Objects("reliability", test.Reliability, bin =>
        {
            json.Number("predicted", bin.Predicted);
            json.Number("observed", bin.Observed);
            json.Number("low", bin.Low);
            json.Number("high", bin.High);
            json.WriteNumber("rows", bin.Count);
        });
        json.WriteEndObject();
    }

    private void Curves(string name, IReadOnlyList<ReportCurve> curves, string x, string y) => json.Objects(name, curves, curve =>
    {
        json.WriteString("class", curve.Class);
        json.Numbers(x, curve.X);
        json.Numbers(y, curve.Y);
        json.Numbers("threshold", curve.Thresholds);
    });
}
