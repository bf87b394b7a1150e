using System.Text.Json.Serialization;
using Modelyard.Server.Studio.Content;
using Modelyard.Server.Studio.Pages.Alarms;
using Modelyard.Server.Studio.Pages.Data;
using Modelyard.Server.Studio.Pages.Home;
using Modelyard.Server.Studio.Pages.Models;
using Modelyard.Server.Studio.Pages.Monitors;
using Modelyard.Server.Studio.Pages.Monitors.Rules;
using Modelyard.Server.Studio.Pages.Runs;
using Modelyard.Server.Studio.Pages.Settings;
using Modelyard.Server.Studio.Pages.Traffic;
using Modelyard.Server.Studio.Pages.Trying;

namespace Modelyard.Server.Studio.Routing;

/// <summary>Knows how pages are written as JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    Converters = [typeof(DataTableConverter), typeof(FiniteConverter)])]
[JsonSerializable(typeof(ChartModel))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(HomePage))]
[JsonSerializable(typeof(ModelListPage))]
[JsonSerializable(typeof(ModelPage))]
[JsonSerializable(typeof(VersionPage))]
[JsonSerializable(typeof(TrafficPage))]
[JsonSerializable(typeof(TryPage))]
[JsonSerializable(typeof(MonitorListPage))]
[JsonSerializable(typeof(MonitorPage))]
[JsonSerializable(typeof(RulesPage))]
[JsonSerializable(typeof(AlarmListPage))]
[JsonSerializable(typeof(AlarmPage))]
[JsonSerializable(typeof(RunListPage))]
[JsonSerializable(typeof(RunPage))]
[JsonSerializable(typeof(RunComparisonPage))]
[JsonSerializable(typeof(DataListPage))]
[JsonSerializable(typeof(SettingsPage))]
internal sealed partial class StudioJson : JsonSerializerContext;
