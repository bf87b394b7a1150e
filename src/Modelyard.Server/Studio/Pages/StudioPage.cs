using System.Text.Json.Serialization;
using Modelyard.Server.Studio.Content;

namespace Modelyard.Server.Studio.Pages;

/// <summary>Represents what a page shows. Its JSON twin is the same record, and its tables are exported.</summary>
public abstract record StudioPage
{
    /// <summary>Gets the heading.</summary>
    [JsonIgnore]
    public abstract string Title { get; }

    /// <summary>Gets the area to which it belongs.</summary>
    [JsonIgnore]
    public abstract Area Area { get; }

    /// <summary>Gets the pages above it: their names and paths.</summary>
    [JsonIgnore]
    public virtual IReadOnlyList<(string Name, string Path)> Above => [];

    /// <summary>Gets its tables, charts' data included; the first is exported if none is named.</summary>
    [JsonIgnore]
    public abstract IReadOnlyList<DataTable> Tables { get; }

    /// <summary>Gets the part of a longer list that it shows, with the number of all; null if it shows no part.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Paging? Paging => List?.Paging;

    /// <summary>Gets the list that it shows page by page; null for none.</summary>
    [JsonIgnore]
    protected virtual DataTable? List => null;

    /// <summary>Gets the component that draws it.</summary>
    internal abstract Type View { get; }

    /// <summary>Gets what is seen on it and how to read that.</summary>
    [JsonIgnore]
    public virtual IReadOnlyList<HelpEntry> Help => [];

    /// <summary>Gets what it must be drawn anew for, as the events name it.</summary>
    [JsonIgnore]
    public virtual string Topics => "";

    /// <summary>Gets a value indicating whether it has a JSON twin.</summary>
    internal virtual bool HasTwin => true;
}
