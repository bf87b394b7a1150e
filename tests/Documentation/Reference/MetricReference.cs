using System.Text;
using Modelyard.Learning;
using Modelyard.Metrics;

namespace Modelyard.Documentation.Reference;

/// <summary>Writes the page of the metrics.</summary>
internal static class MetricReference
{
    internal static string Write()
    {
        var page = new StringBuilder();
        page.Append("""
            # The metrics

            Made from the code by `make docs`. The names are those of `--metric` of `modelyard train` and of `MetricCatalogue.Find` in C#; the definitions are
            those of scikit-learn. *By class* says that the metric scores predicted classes, so that a training of two classes chooses the decision
            threshold for it; the others score probabilities or numbers. For two classes precision, recall and F1 are those of the second class, in the
            order of the labels; for more they are the mean over the classes.


            """);
        foreach (IGrouping<TaskKind, IMetric> task in MetricCatalogue.All.GroupBy(metric => metric.Task))
        {
            page.Append($"## {task.Key}\n\n| name | title | better is | by class |\n| --- | --- | --- | --- |\n");
            foreach (IMetric metric in task)
            {
                page.Append($"| `{metric.Name}` | {metric.Title} | {(metric.HigherIsBetter ? "higher" : "lower")} | {(metric.ScoresLabels ? "yes" : "no")} |\n");
            }

            page.Append('\n');
        }

        return page.ToString().TrimEnd() + "\n";
    }
}
