using System.Text.Json.Serialization;
using Modelyard.Server.Studio.Content;

namespace Modelyard.Server.Studio.Pages;

/// <summary>Represents the page that is shown where another cannot be.</summary>
/// <param name="Status">The status of HTTP.</param>
/// <param name="Message">What is wrong and how to mend it.</param>
public sealed record FaultPage(int Status, string Message) : StudioPage
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Title => Status switch { 404 => "Not here", 400 => "This address cannot be read", 403 => "Not allowed", _ => "Not now" };

    /// <inheritdoc/>
    [JsonIgnore]
    public override Area Area => Area.Home;

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<DataTable> Tables => [];

    internal override Type View => typeof(FaultView);

    internal override bool HasTwin => false;
}
