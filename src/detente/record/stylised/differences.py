WHY={}
