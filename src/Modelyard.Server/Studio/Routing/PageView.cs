namespace Modelyard.Server.Studio.Routing;

/// <summary>Represents what all parts of a page know of it.</summary>
/// <param name="Url">The address.</param>
/// <param name="CallerName">Who looks.</param>
/// <param name="CanOperate">Whether the caller may predict, acknowledge and promote.</param>
/// <param name="CanAdminister">Whether the caller may give tokens and say whom alarms are told.</param>
/// <param name="Theme">The theme that the caller has chosen: <c>light</c>, <c>dark</c>, or <c>auto</c> for that of the machine.</param>
/// <param name="Now">The moment at which the page was made, in UTC.</param>
/// <param name="OpenAlarms">The number of alarms that nobody has acknowledged.</param>
public sealed record PageView(PageUrl Url, string CallerName, bool CanOperate, bool CanAdminister, string Theme, DateTime Now, int OpenAlarms);
