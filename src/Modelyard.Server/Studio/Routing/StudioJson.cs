using System.Text.Json;
using System.Text.Json.Serialization;
using Modelyard.Server.Studio.Content;
using Modelyard.Server.Studio.Pages.Models;

namespace Modelyard.Server.Studio.Routing;

/// <summary>Knows how pages are written as JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    Converters = [typeof(DataTableConverter), typeof(FiniteConverter)])]
[JsonSerializable(typeof(ChartModel))]
[JsonSerializable(typeof(ModelListPage))]
internal sealed partial class StudioJson : JsonSerializerContext;
