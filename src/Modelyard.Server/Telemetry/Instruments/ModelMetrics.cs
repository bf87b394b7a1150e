using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using Modelyard.Server.Models;
using Modelyard.Server.Watching;

namespace Modelyard.Server.Telemetry.Instruments;

/// <summary>Counts predictions by model and version, and says which versions are served.</summary>
internal sealed class ModelMetrics
{
    // What was counted of a version is kept when another is served, so that no scrape misses it; a file that is replaced all day makes many.
    private const int MostPast = 100;

    private static readonly double[] Bounds = [1e-5, 2.5e-5, 5e-5, 1e-4, 2.5e-4, 5e-4, 1e-3, 2.5e-3, 5e-3, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

    private readonly DurationHistogram _durations;
    private readonly ModelSet _models;
    private readonly ConditionalWeakTable<ServedModel, ModelSeries> _byModel = [];
    private readonly OrderedDictionary<(string Name, string Version), ModelSeries> _series = [];
    private readonly Dictionary<string, RequestCounts> _byName = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    public ModelMetrics(ServerMeter meter, ModelSet models)
    {
        _models = models;
        _durations = meter.AddDurations("modelyard.prediction.duration", "How long models took to predict the rows of a request.", Bounds);
        void Count(string name, string unit, string description, Func<ModelSeries, long> of) =>
            meter.AddCounter(name, unit, description, () => All().Select(series => new Measurement<long>(of(series), series.Tags)));
        Count("modelyard.prediction.rows", "{row}", "How many rows were predicted.", series => series.Rows);
        Count("modelyard.prediction.rows_with_missing", "{row}", "How many of the rows had a missing cell.", series => series.MissingRows);
        Count("modelyard.prediction.rows_with_unknown", "{row}", "How many of the rows had a level that training had not seen.", series => series.UnknownRows);
        Count("modelyard.log.predictions", "{row}", "How many predictions were written to the log.", series => series.LoggedRows);
        Count("modelyard.log.sampled_out", "{row}", "How many predictions belong to requests that the share to be logged leaves out.", series => series.SampledOutRows);
        Count("modelyard.log.imported", "{row}", "How many predictions of other services and batch jobs were taken.", series => series.ImportedRows);
        Count("modelyard.log.labels", "{label}", "How many true labels were written to the log, by the version that was served then.", series => series.Labels);
        Count("modelyard.log.failures", "{request}", "How many requests had predictions that could not be written to the log.", series => series.LogFailures);
        meter.AddGauge("modelyard.model.served", "{model}", "Which versions are served: 1 for each.", () => Served(_ => 1));
        meter.AddGauge("modelyard.model.behind", "{model}", "Whether a newer version could not be loaded: 1 if so, 0 if not.", () => Served(model => model.IsBehind ? 1 : 0));
    }

    /// <summary>Gets the counts of a version.</summary>
    public ModelSeries Of(ServedModel model) => _byModel.TryGetValue(model, out ModelSeries? known) ? known : Find(model);

    /// <summary>Lists what is counted of the requests for each model, those that are served with their zeros too.</summary>
    public IReadOnlyList<(string Name, RequestCounts Counts)> ByName()
    {
        All();
        lock (_lock)
        {
            return [.. _byName.Select(one => (one.Key, one.Value))];
        }
    }

    private ModelSeries Find(ServedModel model)
    {
        lock (_lock)
        {
            (string Name, string Version) key = (model.Version.Name, model.Version.Version);
            if (!_series.TryGetValue(key, out ModelSeries? series))
            {
                Forget();
                if (!_byName.TryGetValue(key.Name, out RequestCounts? counts))
                {
                    _byName.Add(key.Name, counts = new RequestCounts());
                }

                series = new ModelSeries(model, _durations, counts);
                _series.Add(key, series);
            }

            _byModel.AddOrUpdate(model, series);
            return series;
        }
    }

    /// <summary>Forgets the oldest of the versions that are served no longer if there are many.</summary>
    private void Forget()
    {
        HashSet<(string, string)> served = [.. _models.Current.Models.Select(model => (model.Version.Name, model.Version.Version))];
        if (_series.Count < served.Count + MostPast)
        {
            return;
        }

        (string, string) oldest = _series.Keys.First(key => !served.Contains(key));
        _durations.Remove(_series[oldest].Durations);
        _series.Remove(oldest);
    }

    private ModelSeries[] All()
    {
        // A version is there with its zeros before its first request, so that the first is seen as a rise.
        foreach (ServedModel model in _models.Current.Models)
        {
            Of(model);
        }

        lock (_lock)
        {
            return [.. _series.Values];
        }
    }

    private IEnumerable<Measurement<double>> Served(Func<ServedModel, double> of) => _models.Current.Models.Select(model => new Measurement<double>(of(model), Of(model).Tags));
}
